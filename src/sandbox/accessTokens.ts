import type { Chance } from './chance';
import { decodeJwt, isSignedWith, signJwt } from './jwt';

export type TokenCheck =
  | { readonly kind: 'valid'; readonly email: string }
  | { readonly kind: 'expired'; readonly email: string }
  | { readonly kind: 'invalid' };

/**
 * Issues and checks access tokens. They are signed JWTs here; what DT's look like is not documented,
 * so a client must not read them.
 */
export class AccessTokens {
  readonly #secret: string;
  readonly #lifetime: number;
  #issued = 0;

  /** @param lifetime Seconds. */
  constructor(chance: Chance, lifetime: number) {
    this.#secret = chance.hex(64, 'access tokens');
    this.#lifetime = lifetime;
  }

  get lifetime(): number {
    return this.#lifetime;
  }

  issue(account: { readonly email: string }, now: number): string {
    const iat = Math.floor(now / 1000);
    return this.#sign(account.email, iat, iat + this.#lifetime, ++this.#issued);
  }

  /** A token that was good for an hour on 1 January 2020. The same for the same seed. */
  expired(account: { readonly email: string }): string {
    const iat = Date.UTC(2020, 0, 1) / 1000;
    return this.#sign(account.email, iat, iat + 3600, 0);
  }

  check(token: string, now: number): TokenCheck {
    const jwt = decodeJwt(token);
    if (jwt === undefined || !isSignedWith(jwt, this.#secret)) return { kind: 'invalid' };
    const { sub, exp } = jwt.payload;
    if (typeof sub !== 'string' || typeof exp !== 'number') return { kind: 'invalid' };
    return { kind: now < exp * 1000 ? 'valid' : 'expired', email: sub };
  }

  #sign(sub: string, iat: number, exp: number, serial: number): string {
    return signJwt({ iss: 'dt-http sandbox', sub, iat, exp, jti: String(serial) }, this.#secret);
  }
}
