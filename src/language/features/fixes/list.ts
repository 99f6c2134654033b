import { fixAmpersand, fixBoundary, fixBoundaryQuotes, fixDelimiter, fixFileEncoding, fixOpenMultipart, fixPartHeader, fixSaveLast } from './bodyFixes';
import type { FixMaker } from './fix';
import { fixAssignment, fixBlankValue, fixContentType, fixEmulator, fixForgottenSeparator, fixLookAlike, fixOnlyComments, fixSlash } from './insertText';
import { fixMoveUp, fixRemoveLine } from './moveLine';
import { fixChained, fixDirective, fixElsewhere, fixEncoding, fixMethod, fixQueryMark, fixSpelling, fixVersion } from './replaceText';

/** All makers of fixes. */
export const fixMakers: readonly FixMaker[] = [
  fixSlash,
  fixEncoding,
  fixRemoveLine,
  fixSpelling,
  fixChained,
  fixElsewhere,
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
  fixBoundary,
  fixBoundaryQuotes,
  fixDelimiter,
  fixOpenMultipart,
  fixPartHeader,
  fixAmpersand,
  fixFileEncoding,
  fixSaveLast,
];
