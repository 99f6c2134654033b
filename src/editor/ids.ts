/** Names shared between the manifest and the code; `manifest.test.ts` compares them. */
export const languageId = 'dt-http';

/** Scheme of read-only answer documents. */
export const answerScheme = 'dt-http-answer';

/** What the names of answer documents end with: their language is told by it. */
export const answerSuffix = ' · answer';

/** Scheme of the catalogue's pages: `dt-http-catalogue:/dt.404.md`. */
export const catalogueScheme = 'dt-http-catalogue';

/** Context key for `when` clauses: whether the sandbox of this window runs. */
export const sandboxRunsKey = 'dtHttp.sandboxRuns';

/** Commands of the palette: these are in the manifest. */
export const paletteCommandId = {
  run: 'dtHttp.run',
  cancel: 'dtHttp.cancel',
  renewAndRetry: 'dtHttp.renewAndRetry',
  addAccount: 'dtHttp.addAccount',
  switchAccount: 'dtHttp.switchAccount',
  refreshToken: 'dtHttp.refreshToken',
  startSandbox: 'dtHttp.startSandbox',
  stopSandbox: 'dtHttp.stopSandbox',
  showLog: 'dtHttp.showLog',
} as const;

/** Commands behind lenses and fixes, which give them a place: nobody can choose them by name. */
export const linkCommandId = {
  explain: 'dtHttp.explain',
  showAnswer: 'dtHttp.showAnswer',
  openStatusPage: 'dtHttp.openStatusPage',
} as const;

export const commandId = { ...paletteCommandId, ...linkCommandId } as const;
