import { authorizationPart, unauthorized, withoutHeader } from '../../blame/token';
import { switchAccount } from '../../cure';
import { basicAuthPage, errorPage } from '../../links';
import { documented, inferred } from '../../say';
import { specialCase } from './specialCase';

const switchedOn = documented('Basic Auth works only for a service account where it was switched on.');

/** Key ID and secret as name and password, and the API does not take them. */
export const dt401Basic = specialCase({
  code: 'dt.401.basic',
  title: '401 Unauthorized: Basic Auth',
  status: 401,
  of: 'dt.401',
  example: '# @account sandbox-basic-off\n# @auth basic\n⟦GET /projects⟧',
  about: {
    doThis: [documented('Use OAuth2 (remove "@auth basic"), or switch Basic Auth on for the service account.')],
    why: [switchedOn, inferred('Otherwise the key ID or the secret is wrong, or the key was deleted.')],
    links: [errorPage(401), basicAuthPage],
  },
  find(failure, facts) {
    const cause = unauthorized(failure, facts);
    return cause.kind === 'basic' ? cause : undefined;
  },
  explain({ own }, _, facts) {
    if (own) {
      return {
        headline: '401 Unauthorized: the key in the Authorization header is refused',
        part: authorizationPart,
        why: [switchedOn, inferred('It is switched off, or the key ID or secret is wrong.')],
        ...withoutHeader(facts, false),
      };
    }
    return {
      headline: '401 Unauthorized: Basic Auth is not accepted for this account',
      part: { kind: 'request-line' },
      fixes: [{ kind: 'edit', grade: 'likely', title: 'Remove @auth basic: use OAuth2', edits: [{ kind: 'sign' }] }, switchAccount],
    };
  },
});
