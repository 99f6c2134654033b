import type { CatalogueEntry } from '../../entry';
import { answerBrokenJson } from './answer.broken-json';
import { answerGateway } from './answer.gateway';
import { answerPage } from './answer.page';
import { answerPortal } from './answer.portal';
import { answerStatus } from './answer.status';
import { answerUndecodable } from './answer.undecodable';

/** Answers of whoever it was, as long as it was not DT. */
export const answerEntries: readonly CatalogueEntry[] = [answerGateway, answerPortal, answerPage, answerBrokenJson, answerUndecodable, answerStatus];
