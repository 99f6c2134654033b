import type { FixMaker } from './fix';
import { fixAssignment, fixBlankValue, fixContentType, fixEmulator, fixForgottenSeparator, fixLookAlike, fixOnlyComments, fixSlash } from './insertText';
import { fixMoveUp, fixRemoveLine } from './moveLine';
import { fixDirective, fixEncoding, fixMethod, fixQueryMark, fixSpelling, fixVersion } from './replaceText';

/** All makers of fixes. */
export const fixMakers: readonly FixMaker[] = [
  fixSlash,
  fixEncoding,
  fixRemoveLine,
  fixSpelling,
  fixDirective,
  fixMoveUp,
  fixVersion,
  fixMethod,
  fixQueryMark,
  fixBlankValue,
  fixEmulator,
  fixContentType,
  fixOnlyComments,
  fixForgottenSeparator,
  fixLookAlike,
  fixAssignment,
];
