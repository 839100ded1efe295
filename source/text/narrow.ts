/**
Texts of characters of one cell each, none of which joins its neighbours: ASCII, Latin, Greek, dashes and dots, arrows,
signs of mathematics, and those that boxes, bars and charts are drawn with.
*/
export const narrow = /^[\u{20}-\u{7E}\u{A0}-\u{AC}\u{AE}-\u{2FF}\u{384}-\u{3FF}\u{2010}-\u{2027}\u{2190}-\u{22FF}\u{2500}-\u{25FC}\u{2800}-\u{28FF}]*$/v;
