import fc from 'fast-check';

/** Text of any Unicode characters: astral ones, combining marks and control characters too. */
export const anyText = fc.string({unit: 'binary', maxLength: 60, size: 'max'});

/** Text without a NUL, which counts as binary, and without a leading byte order mark. */
export const anyPlainText = anyText.map(text => text.replaceAll('\0', '').replace(/^\u{FEFF}+/v, ''));
