import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/*
 * Certificates made while a test runs: no tool to install, nothing that expires in the repository.
 * Just enough DER and X.509 (RFC 5280) for that.
 */

type Octets = Buffer | number[];

function tlv(tag: number, ...parts: Octets[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = content;
  const prefix = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...prefix]), content]);
}

const sequence = (...parts: Octets[]) => tlv(0x30, ...parts);
const oid = {
  commonName: tlv(6, [0x55, 4, 3]),
  basicConstraints: tlv(6, [0x55, 0x1d, 0x13]),
  subjectAltName: tlv(6, [0x55, 0x1d, 0x11]),
  ecdsaWithSha256: tlv(6, [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]),
};
const nameOf = (commonName: string) => sequence(tlv(0x31, sequence(oid.commonName, tlv(0x0c, Buffer.from(commonName)))));
const utcTime = (time: number) => tlv(0x17, Buffer.from(`${new Date(time).toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`));
const altName = (host: string) => (isIPv4(host) ? tlv(0x87, host.split('.').map(Number)) : tlv(0x82, Buffer.from(host)));

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly name: string;
  readonly key: string;
  readonly cert: string;
  readonly privateKey: KeyObject;
}

export interface CertificateOptions {
  readonly name: string;
  /** Default: signed by itself. */
  readonly issuer?: Certificate;
  /** Whether it may sign others. Default: no. */
  readonly authority?: boolean;
  /** Names and IPv4 addresses it is good for. Default: none. */
  readonly hosts?: readonly string[];
  /** Days from now until it ends; may be negative. Default: 1. */
  readonly days?: number;
  /** Days from now until it begins; may be negative. Default: -30. */
  readonly from?: number;
}

const day = 86_400_000;
let serial = 0;

export function makeCertificate({ name, issuer, authority = false, hosts = [], days = 1, from = -30 }: CertificateOptions): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions = [
    sequence(oid.basicConstraints, tlv(1, [0xff]), tlv(4, sequence(...(authority ? [tlv(1, [0xff])] : [])))),
    ...(hosts.length === 0 ? [] : [sequence(oid.subjectAltName, tlv(4, sequence(...hosts.map(altName))))]),
  ];
  const toBeSigned = sequence(
    tlv(0xa0, tlv(2, [2])),
    tlv(2, [1, ++serial]),
    sequence(oid.ecdsaWithSha256),
    nameOf(issuer?.name ?? name),
    sequence(utcTime(Date.now() + from * day), utcTime(Date.now() + days * day)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', toBeSigned, issuer?.privateKey ?? privateKey);
  const der = sequence(toBeSigned, sequence(oid.ecdsaWithSha256), tlv(3, [0], signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    name,
    privateKey,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}
