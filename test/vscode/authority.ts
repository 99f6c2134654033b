import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Certificate, makeCertificate } from '../sandbox/http/certificates';

/*
 * The product reads NODE_EXTRA_CA_CERTS once, with its first secure connection. So all tests of one
 * run share one authority, which is named before any of them begins.
 */

/** The authority that the extension under test trusts in this run. */
export const testAuthority: Certificate = makeCertificate({ name: 'Test Authority of DT HTTP', authority: true });

const file = path.join(mkdtempSync(path.join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), 'dt-http-authority-')), 'authority.pem');
writeFileSync(file, testAuthority.cert);
process.env['NODE_EXTRA_CA_CERTS'] = file;
