import {chartStyle} from './chart-style.js';

/**
The looks of the page. Narrow and wide windows have each a chart of their own: one that is shrunk to a
phone could not be read.
*/
export const pageStyle = `
:root{color-scheme:light dark;--ground:#fff;--text:#1b1f24;--quiet:#57606a;--line:#dfe3e8;--accent:#1d4ed8;--copied:#9a3412;--held:#7a3fb0}
*{box-sizing:border-box}
html{background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:3rem 1.5rem;max-width:62rem;overflow-wrap:break-word}
h1{margin:0;font-size:2rem;line-height:1.2;font-weight:650;letter-spacing:-.015em}
h2{margin:0 0 .75rem;font-size:1.0625rem;line-height:1.4;font-weight:600}
p{margin:0}
.lede{margin-top:.5rem;color:var(--quiet)}
.highlights{display:grid;grid-template-columns:repeat(4,1fr);gap:1rem 1.5rem;margin:2rem 0 0}
.highlights div{display:flex;flex-direction:column-reverse;justify-content:flex-end;padding-top:.75rem;border-top:2px solid var(--accent)}
.highlights dt{color:var(--quiet);font-size:.875rem;line-height:1.35}
.highlights dd{margin:0;font-size:1.625rem;line-height:1.25;font-weight:600;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
section{margin-top:2.75rem}
figure{margin:2.5rem 0 0}
.chart{display:block;width:100%;height:auto;overflow:visible}
.narrow{display:none}
figcaption{margin-top:.75rem;color:var(--quiet);font-size:.875rem}
.pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 3rem}
table{width:100%;border-collapse:collapse;font-size:.9375rem;font-variant-numeric:tabular-nums}
th,td{padding:.375rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:baseline;font-weight:400}
th+td,td+td,th+th{padding-left:1rem}
thead th{color:var(--quiet);font-size:.8125rem}
tbody th{color:var(--quiet);min-width:8.75rem}
.number{white-space:nowrap}
bdi{overflow-wrap:anywhere}
.samples{display:grid;grid-template-columns:repeat(auto-fill,minmax(10.5rem,1fr));gap:0 1.5rem;margin:0;padding:0;list-style:none}
.samples.long{display:block}
.samples li{padding:.4375rem 0;border-bottom:1px solid var(--line)}
.text{display:block;font:.9375rem/1.45 ui-monospace,monospace}
.meta{display:block;color:var(--quiet);font-size:.8125rem;line-height:1.4}
.copied{color:var(--copied);font-weight:600}
.held-out{color:var(--held);font-weight:600}
.nothing{color:var(--quiet);font-style:italic}
.about{margin:-.5rem 0 .75rem;color:var(--quiet);font-size:.875rem}
.warnings{margin:0;padding:0;list-style:none}
.warnings li{padding:.125rem 0 .125rem 1rem;border-left:3px solid var(--copied)}
.warnings li+li{margin-top:.75rem}
footer{margin-top:3.5rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--quiet);font-size:.8125rem}
@media screen and (prefers-color-scheme:dark){
:root{--ground:#14171b;--text:#eceff3;--quiet:#a3acb7;--line:#2b3038;--accent:#7db8ff;--copied:#f0a050;--held:#c69cf0}
}
@media screen and (max-width:44rem){
body{padding:1.75rem 1.125rem}
h1{font-size:1.5rem}
.highlights{grid-template-columns:repeat(2,1fr)}
.pair{display:block}
.pair section+section{margin-top:2.75rem}
.wide{display:none}
.narrow{display:block}
.samples{grid-template-columns:repeat(auto-fill,minmax(8rem,1fr))}
}
@media print{
@page{margin:16mm}
:root{color-scheme:light}
html{font-size:10.5pt}
body{padding:0;max-width:none}
h2{break-after:avoid}
figure,tr,li,.highlights,.warnings li{break-inside:avoid}
section,figure{margin-top:1.75rem}
}
${chartStyle}`;
