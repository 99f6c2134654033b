import { fixAmpersand, fixBoundary, fixBoundaryQuotes, fixDelimiter, fixFileEncoding, fixOpenMultipart, fixPartHeader, fixSaveLast } from './bodyFixes';
import type { FixMaker } from './fix';
import { fixGenerator, fixJsAssertion, fixPrompt, fixScript } from './foreign/fixes';
import { fixAssignment, fixBlankValue, fixContentType, fixForgottenSeparator, fixIndented, fixJson, fixLookAlike, fixOnlyComments, fixSlash, fixUndefined } from './insertText';
import { fixMoveOut, fixMoveUp, fixRemoveLine } from './moveLine';
import { fixAccount, fixChained, fixDirective, fixDuplicateName, fixElsewhere, fixEncoding, fixMissing, fixQueryMark, fixSpelling, fixVersion } from './replaceText';
import { fixPastedSecret } from './secretFixes';

/** All makers of fixes. */
export const fixMakers: readonly FixMaker[] = [
  fixSlash,
  fixEncoding,
  fixRemoveLine,
  fixSpelling,
  fixUndefined,
  fixDuplicateName,
  fixAccount,
  fixChained,
  fixElsewhere,
  fixDirective,
  fixMoveOut,
  fixMoveUp,
  fixVersion,
  fixQueryMark,
  fixBlankValue,
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
  fixIndented,
  fixJson,
  fixMissing,
  fixPastedSecret,
  fixScript,
  fixJsAssertion,
  fixGenerator,
  fixPrompt,
];
