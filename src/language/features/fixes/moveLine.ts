import { blockAt } from '../../syntax/queries';
import { type FixMaker, lineEndOf, offsetIn, textIn } from './fix';

/** Takes a line out that cannot stay. */
export const fixRemoveLine: FixMaker = {
  codes: ['body.comment-line', 'header.not-sendable', 'header.repeated-host', 'header.no-colon', 'header.at-sign', 'directive.repeated'],
  create(finding) {
    const start = offsetIn(finding, 'lineStart');
    const end = offsetIn(finding, 'lineEnd');
    if (start === undefined || end === undefined) return [];
    return [{ title: 'Remove the line', edits: [{ span: { start, end }, newText: '' }], preferred: finding.code === 'body.comment-line' }];
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
        preferred: true,
      },
    ];
  },
};
