import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';

/** What is trusted beside the certificates of the runtime. */
export interface TrustOptions {
  /** Certificates in PEM. Default: none. */
  readonly ca?: readonly string[];
  /**
   * The certificates of `NODE_EXTRA_CA_CERTS` ({@link readExtraCertificates}); asked for once, with the
   * first secure connection. They are read here as well as by Node.js, since Node.js 20 cannot list them:
   * they would be lost as soon as any other is added. Default: none.
   */
  readonly extraCertificates?: () => Promise<readonly string[]>;
  /**
   * Whether the certificates of the operating system count, where the runtime can name them
   * (Node.js 22.15, 24). Asked for each secure connection. Default: no.
   */
  readonly systemCertificates?: () => boolean;
}

/** What secure connections trust. */
export class Trust {
  readonly #options: TrustOptions;
  #extra: Promise<readonly string[]> | undefined;
  /** With the system's certificates and without: reading hundreds of certificates takes 50 ms. */
  readonly #contexts = new Map<boolean, tls.SecureContext | undefined>();

  constructor(options: TrustOptions) {
    this.#options = options;
  }

  /** A context with all that is trusted; undefined when the runtime's own will do. */
  async context(): Promise<tls.SecureContext | undefined> {
    this.#extra ??= this.#options.extraCertificates?.() ?? Promise.resolve([]);
    const extra = await this.#extra;
    const withSystem = this.#options.systemCertificates?.() ?? false;
    if (!this.#contexts.has(withSystem)) {
      const more = [...(this.#options.ca ?? []), ...extra, ...(withSystem ? runtimeCertificates('system') : [])];
      this.#contexts.set(withSystem, contextOf(more));
    }
    return this.#contexts.get(withSystem);
  }
}

function contextOf(more: readonly string[]): tls.SecureContext | undefined {
  const own = runtimeCertificates('default');
  const known = new Set(own.map(bare));
  const others = new Map(more.map((pem) => [bare(pem), pem] as const).filter(([text]) => !known.has(text)));
  return others.size === 0 ? undefined : tls.createSecureContext({ ca: [...own, ...others.values()] });
}

function bare(pem: string): string {
  return pem.replace(/\s+/g, '');
}

/** From Node.js 22.15 and 24 the runtime can name what it trusts and what the system does; before, only its built-in list. */
function runtimeCertificates(type: 'default' | 'system'): readonly string[] {
  if ('getCACertificates' in tls) return (tls.getCACertificates as (type: 'default' | 'system') => string[])(type);
  return type === 'default' ? tls.rootCertificates : [];
}

/** The certificates in a text, which may hold other things between them, and how many of them are none. */
export function readCertificates(text: string): { readonly certificates: readonly string[]; readonly broken: number } {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  const certificates = blocks.filter(isCertificate);
  return { certificates, broken: blocks.length - certificates.length };
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    // Whatever is wrong with it, one that is damaged must not make the others worthless.
    return false;
  }
}

/** A file as it was read; `reason` is a clause that says why it was not. */
export type ExtraFile = { readonly kind: 'content'; readonly bytes: Uint8Array } | { readonly kind: 'missing' } | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * The certificates of the file that `NODE_EXTRA_CA_CERTS` names. A file that cannot be used is no
 * reason to stop: `warn` gets a sentence, and whatever can be read counts. Never rejects unless `read` does.
 */
export async function readExtraCertificates(file: string, read: (file: string) => Promise<ExtraFile>, warn: (sentence: string) => void): Promise<readonly string[]> {
  const content = await read(file);
  if (content.kind !== 'content') {
    warn(`NODE_EXTRA_CA_CERTS: ${file} is not used: ${content.kind === 'missing' ? 'it does not exist' : content.reason}.`);
    return [];
  }
  const { certificates, broken } = readCertificates(Buffer.from(content.bytes).toString('latin1'));
  if (broken > 0) warn(`NODE_EXTRA_CA_CERTS: in ${file} ${broken === 1 ? 'a certificate is' : `${broken} certificates are`} damaged and left out.`);
  else if (certificates.length === 0) warn(`NODE_EXTRA_CA_CERTS: ${file} holds no certificate in PEM.`);
  return certificates;
}
