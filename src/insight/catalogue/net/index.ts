import type { CatalogueEntry } from '../../entry';
import { netBadAnswer } from './net.bad-answer';
import { netDns } from './net.dns';
import { netDnsUnanswered } from './net.dns.unanswered';
import { netProxyNoProxy } from './net.proxy.no-proxy';
import { netProxyRefused } from './net.proxy.refused';
import { netProxySetting } from './net.proxy.setting';
import { netProxySignIn } from './net.proxy.sign-in';
import { netProxyUnreachable } from './net.proxy.unreachable';
import { netRedirectBlocked } from './net.redirect.blocked';
import { netRedirectLoop } from './net.redirect.loop';
import { netRefused } from './net.refused';
import { netReset } from './net.reset';
import { netTimeoutAnswer } from './net.timeout.answer';
import { netTimeoutBody } from './net.timeout.body';
import { netTimeoutConnect } from './net.timeout.connect';
import { netTlsExpired } from './net.tls.expired';
import { netTlsProtocol } from './net.tls.protocol';
import { netTlsSelfSigned } from './net.tls.self-signed';
import { netTlsUnknownAuthority } from './net.tls.unknown-authority';
import { netTlsWrongHost } from './net.tls.wrong-host';
import { netTooLarge } from './net.too-large';
import { netTruncated } from './net.truncated';
import { netUnreachable } from './net.unreachable';

/** What can keep an answer from arriving, whoever was asked. */
export const networkEntries: readonly CatalogueEntry[] = [
  netDns, netDnsUnanswered, netRefused, netUnreachable, netReset,
  netTlsExpired, netTlsSelfSigned, netTlsWrongHost, netTlsUnknownAuthority, netTlsProtocol,
  netTimeoutConnect, netTimeoutAnswer, netTimeoutBody,
  netProxySetting, netProxyUnreachable, netProxySignIn, netProxyRefused, netProxyNoProxy,
  netTruncated, netTooLarge, netRedirectLoop, netRedirectBlocked, netBadAnswer,
];
