import { type FixMaker, lineEndOf, offsetIn, textIn } from './fix';

/** Writes `boundary=…` behind the Content-Type of a multipart body, as the body's first line has it. */
export const fixBoundary: FixMaker = {
  codes: ['body.multipart-boundary'],
  create(finding) {
    const start = offsetIn(finding, 'insertAt');
    const parameter = textIn(finding, 'parameter');
    return start === undefined || parameter === undefined ? [] : [{ title: `Add ${parameter.slice(2)}`, edits: [{ span: { start, end: start }, newText: parameter }], preferred: true }];
  },
};

/** Puts the boundary in quotes. */
export const fixBoundaryQuotes: FixMaker = {
  codes: ['body.multipart-boundary-quotes'],
  create(finding) {
    const start = offsetIn(finding, 'valueStart');
    const end = offsetIn(finding, 'valueEnd');
    if (start === undefined || end === undefined) return [];
    const edits = [start, end].map((at) => ({ span: { start: at, end: at }, newText: '"' }));
    return [{ title: 'Put the boundary in quotes', edits, preferred: true }];
  },
};

/** Names the boundary that the body uses in the Content-Type. */
export const fixDelimiter: FixMaker = {
  codes: ['body.multipart-delimiter'],
  create(finding) {
    const start = offsetIn(finding, 'valueStart');
    const end = offsetIn(finding, 'valueEnd');
    const newText = textIn(finding, 'suggestion');
    if (start === undefined || end === undefined || newText === undefined) return [];
    return [{ title: `Write boundary=${newText} in the Content-Type`, edits: [{ span: { start, end }, newText }], preferred: false }];
  },
};

/** Closes a multipart body. */
export const fixOpenMultipart: FixMaker = {
  codes: ['body.multipart-open'],
  create(finding, file) {
    const start = offsetIn(finding, 'insertAt');
    const closing = textIn(finding, 'closing');
    return start === undefined || closing === undefined ? [] : [{ title: `Add ${closing}`, edits: [{ span: { start, end: start }, newText: lineEndOf(file) + closing }], preferred: true }];
  },
};

/** Ends the headers of a part. */
export const fixPartHeader: FixMaker = {
  codes: ['body.multipart-header'],
  create(finding, file) {
    const start = offsetIn(finding, 'lineStart');
    return start === undefined ? [] : [{ title: 'Start the content here: insert a blank line', edits: [{ span: { start, end: start }, newText: lineEndOf(file) }], preferred: false }];
  },
};

/** Puts an `&` between two lines of a form. */
export const fixAmpersand: FixMaker = {
  codes: ['body.form-ampersand'],
  create(finding) {
    const start = offsetIn(finding, 'insertAt');
    return start === undefined ? [] : [{ title: 'Add the missing &', edits: [{ span: { start, end: start }, newText: '&' }], preferred: false }];
  },
};

/** Reads a file in the encoding that it seems to have. */
export const fixFileEncoding: FixMaker = {
  codes: ['body.file-encoding', 'body.file-not-text', 'body.json-octets'],
  create(finding) {
    const start = offsetIn(finding, 'markStart');
    const end = offsetIn(finding, 'markEnd');
    const encoding = textIn(finding, 'suggestion');
    if (start === undefined || end === undefined || encoding === undefined) return [];
    return [{ title: `Read the file as ${encoding}`, edits: [{ span: { start, end }, newText: `<@${encoding}` }], preferred: false }];
  },
};

/** Moves a line that should save the answer to the end of its block. */
export const fixSaveLast: FixMaker = {
  codes: ['save.not-last'],
  create(finding, file) {
    const start = offsetIn(finding, 'lineStart');
    const end = offsetIn(finding, 'lineEnd');
    const place = offsetIn(finding, 'insertAt');
    if (start === undefined || end === undefined || place === undefined) return [];
    const line = file.text.slice(finding.span.start, finding.span.end);
    const edits = [
      { span: { start, end }, newText: '' },
      { span: { start: place, end: place }, newText: lineEndOf(file) + line },
    ];
    return [{ title: 'Move it to the end of the block', edits, preferred: false }];
  },
};
