import {readFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {htmlOf} from '../../source/report/export/html.js';
import {svgOf} from '../../source/report/export/svg.js';
import {elementCount, openInChromium} from '../helpers/chromium.js';
import {hostileRun} from '../helpers/exported-run.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const attack = '<script>document.title=\'pwned\'</script><img src=x onerror="document.title=\'pwned\'">"><svg onload="document.title=\'pwned\'"></style></title><b>]]>&lt;\u{0}\u{202E}';
/** As a browser writes it into text: quotes need no entity there. */
const shown = attack
	.replaceAll('&', '&amp;')
	.replaceAll('<', '&lt;')
	.replaceAll('>', '&gt;')
	.replace('\u{0}', '␀')
	.replace('\u{202E}', String.raw`\u{202e}`);

it('shows markup from the data as text, and runs none of it', async () => {
	const page = await folder.write('run.html', htmlOf(hostileRun(attack)));
	const dom = await openInChromium(page, {folder: folder.pathOf('profile'), dumpsDom: true});
	const plain = await folder.write('plain.html', htmlOf(hostileRun('a')));
	const plainDom = await openInChromium(plain, {folder: folder.pathOf('profile'), dumpsDom: true});
	for (const name of ['script', 'img', 'b', 'iframe', 'object', 'link']) {
		expect(elementCount(dom, name)).toBe(0);
	}

	for (const name of ['svg', 'style', 'title', 'body', 'section', 'p', 'bdi', 'li']) {
		expect(elementCount(dom, name)).toBe(elementCount(plainDom, name));
	}

	expect(dom).toContain(`<title>${shown} on ${shown}</title>`);
	expect(dom).toContain(`<bdi class="text">${shown}</bdi>`);
	expect(dom).not.toContain('<title>pwned');
});

it('lets the style of the page through', async () => {
	const html = htmlOf(hostileRun(attack));
	const withoutPolicy = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/v, '');
	expect(withoutPolicy).not.toBe(html);
	const pictures: string[] = [];
	for (const text of [html, withoutPolicy]) {
		const page = await folder.write('page.html', text);
		const picture = folder.pathOf('page.png');
		await openInChromium(page, {folder: folder.pathOf('profile'), screenshot: picture});
		pictures.push(await readFile(picture, 'base64'));
	}

	expect(pictures[0] === pictures[1]).toBe(true);
});

it('draws the page and the picture', async () => {
	const page = await folder.write('run.html', htmlOf(hostileRun(attack)));
	const pictures = [
		[page, folder.pathOf('page.png'), 1200, 1600],
		[await folder.write('run.svg', svgOf(hostileRun(attack))), folder.pathOf('run.png'), 960, 480],
	] as const;
	for (const [file, picture, width, height] of pictures) {
		await openInChromium(file, {folder: folder.pathOf('profile'), screenshot: picture, size: [width, height]});
		const png = await readFile(picture);
		expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height]);
		// An empty picture, or what the browser says of broken XML, takes less.
		expect(png.length).toBeGreaterThan(20_000);
	}
});
