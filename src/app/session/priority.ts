import type { Priority } from '../../quota/permits';

/** As many as the quota keeps free for those who wait in front of the screen. */
const mostInteractive = 10;

/** How requests that are run together take from the quota: a handful at once; more of them at an even pace, behind those of people. */
export function priorityOf(requests: number): Priority {
  return requests <= mostInteractive ? 'interactive' : 'bulk';
}
