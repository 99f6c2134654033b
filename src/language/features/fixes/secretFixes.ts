import { type FindingFix, type FixMaker, offsetIn } from './fix';

/** Takes a credential out of the file: by its line where an account can sign the request, else into secret storage. */
export const fixPastedSecret: FixMaker = {
  codes: ['secret.in-header', 'secret.in-value', 'secret.token'],
  create(finding) {
    const start = offsetIn(finding, 'lineStart');
    const end = offsetIn(finding, 'lineEnd');
    const isSigned = finding.data['isOurs'] === true && start !== undefined && end !== undefined;
    const removal: readonly FindingFix[] = isSigned ? [{ title: 'Remove it and sign with your account', edits: [{ span: { start, end }, newText: '' }], preferred: true }] : [];
    return [...removal, { ...moveToSecretStorage, preferred: !isSigned }];
  },
};

/** The same for environment files, which have no other fix. */
export const moveToSecretStorage: FindingFix = { title: 'Move to secret storage', edits: [], preferred: true, action: 'move-to-secret-storage' };
