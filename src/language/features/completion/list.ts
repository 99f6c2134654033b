import { answerPathCompletions } from './answerPaths';
import { bodyCompletions } from './bodies';
import type { CompletionSource } from './completion';
import { directiveCompletions } from './directives';
import { endpointCompletions } from './endpoints';
import { expectationCompletions } from './expectations';
import { fileCompletions } from './files';
import { headerCompletions } from './headers';
import { methodCompletions } from './methods';
import { pathCompletions } from './paths';
import { queryCompletions } from './queries';
import { referenceCompletions } from './references';
import { versionCompletions } from './version';

/** All sources; where several have something to propose the first one is asked alone. */
export const sources: readonly CompletionSource[] = [
  answerPathCompletions,
  referenceCompletions,
  fileCompletions,
  expectationCompletions,
  directiveCompletions,
  methodCompletions,
  versionCompletions,
  pathCompletions,
  queryCompletions,
  headerCompletions,
  bodyCompletions,
  // Whole requests come last: where a body goes on, that is meant.
  endpointCompletions,
];
