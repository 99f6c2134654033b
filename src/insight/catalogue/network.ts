import type { CatalogueEntry } from '../entry';
import { netBadAnswer } from './net.bad-answer';
import { netDns } from './net.dns';
import { netProxy } from './net.proxy';
import { netRedirect } from './net.redirect';
import { netRefused } from './net.refused';
import { netReset } from './net.reset';
import { netTimeout } from './net.timeout';
import { netTls } from './net.tls';
import { netTooLarge } from './net.too-large';
import { netTruncated } from './net.truncated';
import { netUnreachable } from './net.unreachable';

/** What can keep an answer from arriving, whoever was asked. */
export const networkEntries: readonly CatalogueEntry[] = [
  netDns, netRefused, netUnreachable, netReset, ...netTls, netTimeout, netProxy,
  netTruncated, netTooLarge, netRedirect, netBadAnswer,
];
