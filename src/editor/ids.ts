/** Names shared between the manifest and the code; `manifest.test.ts` compares them. */
export const languageId = 'dt-http';

/** Scheme of read-only answer documents. */
export const answerScheme = 'dt-http-answer';

/** Scheme of the catalogue's pages: `dt-http-catalogue:/dt.404.md`. */
export const catalogueScheme = 'dt-http-catalogue';

export const commandId = {
  run: 'dtHttp.run',
  cancel: 'dtHttp.cancel',
  renewAndRetry: 'dtHttp.renewAndRetry',
  explain: 'dtHttp.explain',
  showAnswer: 'dtHttp.showAnswer',
  addAccount: 'dtHttp.addAccount',
  switchAccount: 'dtHttp.switchAccount',
  refreshToken: 'dtHttp.refreshToken',
  startSandbox: 'dtHttp.startSandbox',
  stopSandbox: 'dtHttp.stopSandbox',
  openStatusPage: 'dtHttp.openStatusPage',
  showLog: 'dtHttp.showLog',
} as const;
