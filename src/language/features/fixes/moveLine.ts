import { blockAt } from '../../syntax/queries';
import { findReferences } from '../../syntax/references';
import { type FixMaker, lineEndOf, offsetIn, textIn } from './fix';

/** Takes a line out that cannot stay. */
export const fixRemoveLine: FixMaker = {
  codes: ['body.comment-line', 'header.not-sendable', 'header.repeated-host', 'header.no-colon', 'header.at-sign', 'directive.repeated', 'directive.refused', 'variable.unused', 'variable.shadowed'],
  create(finding) {
    const start = offsetIn(finding, 'lineStart');
    const end = offsetIn(finding, 'lineEnd');
    if (start === undefined || end === undefined) return [];
    const title = finding.data['isPart'] === true ? 'Remove the comment' : 'Remove the line';
    return [{ title, edits: [{ span: { start, end }, newText: '' }], preferred: finding.code === 'body.comment-line' }];
  },
};

/** Moves a variable out of the headers, to above its request. */
export const fixMoveOut: FixMaker = {
  codes: ['header.at-sign'],
  create(finding, file) {
    const start = offsetIn(finding, 'lineStart');
    const end = offsetIn(finding, 'lineEnd');
    const request = blockAt(file, finding.span.start).request?.line.start;
    if (start === undefined || end === undefined || request === undefined) return [];
    const line = file.text.slice(start, end).replace(/[\r\n]+$/, '').trim();
    if (!/^@[A-Za-z_][\w-]*\s*=/.test(line)) return [];
    return [{ title: 'Move the line above the request', edits: [{ span: { start: request, end: request }, newText: line + lineEndOf(file) }, { span: { start, end }, newText: '' }], preferred: true }];
  },
};

/** Moves the definition of a variable to the head of the block that uses it. */
export const fixMoveUp: FixMaker = {
  codes: ['variable.used-before-definition', 'body.file-text'],
  create(finding, file) {
    const start = offsetIn(finding, 'lineStart');
    const end = offsetIn(finding, 'lineEnd');
    if (start === undefined || end === undefined) return [];
    const block = blockAt(file, finding.span.start);
    const using = block.lines.find((line) => line.next > finding.span.start);
    // Above the line that uses it when that is a definition too, else right below the separator.
    const place = using?.kind === 'variable' ? using.start : (block.separator?.next ?? block.start);
    const line = file.text.slice(start, end).replace(/[\r\n]+$/, '');
    return [
      {
        title: `Move @${textIn(finding, 'name') ?? ''} up`,
        edits: [
          { span: { start: place, end: place }, newText: line + lineEndOf(file) },
          { span: { start, end }, newText: '' },
        ],
        // What its value refers to may stand further down as well.
        preferred: findReferences(file.text, { start, end }).length === 0,
      },
    ];
  },
};
