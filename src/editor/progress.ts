import type { Progress } from '../run/pipeline';

/** What a run is doing, in a few words for the lens. */
export function progressText(progress: Progress): string {
  switch (progress.kind) {
    case 'signing-in':
      return 'Signing in…';
    case 'waiting-for-quota':
      return `Waiting ${seconds(progress.expectedMs)} for the quota…`;
    case 'sending':
      return progress.attempt === 1 ? 'Sending…' : `Sending, attempt ${progress.attempt}…`;
    case 'receiving':
      return `Receiving, ${Math.ceil(progress.received / 1000)} kB…`;
    case 'waiting-to-retry':
      return `${progress.status === undefined ? 'No answer' : progress.status}, next try in ${seconds(progress.afterMs)}…`;
    case 'redirecting':
      return 'Following a redirect…';
  }
}

function seconds(ms: number): string {
  return `${Math.max(1, Math.ceil(ms / 1000))} s`;
}
