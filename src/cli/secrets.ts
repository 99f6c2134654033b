import { vendorOrigins } from '../api/hosts';
import type { SecretSource } from '../auth/secretBook';

/**
 * The variable that holds the secret `name`: in upper case, everything that is no letter or digit of
 * ASCII as `_`. `$processEnv` and `$dotenv` refuse variables of that name.
 */
export function secretVariable(name: string): string {
  return `DT_HTTP_SECRET_${name.toUpperCase().replace(/[^A-Z\d]/g, '_')}`;
}

/**
 * `{"$secret": "name"}` in the terminal, where nothing is stored: from the variables of the process.
 * Such a value may go to DT's API and emulator, and to the origins of `--allow-host`.
 *
 * @param allowedOrigins In the form in which connections are compared.
 */
export function secretsOf(env: Readonly<Record<string, string | undefined>>, allowedOrigins: readonly string[]): SecretSource {
  const origins = [...vendorOrigins('api'), ...vendorOrigins('emulator'), ...allowedOrigins];
  return {
    find(name) {
      const value = env[secretVariable(name)];
      // An empty variable is how some shells and build servers unset one.
      return Promise.resolve(value === undefined || value === '' ? undefined : { kind: 'stored', secret: { name, value, origins } });
    },
    advice: (name) => ({
      supply: `set the variable ${secretVariable(name)}, or give the value with --var`,
      allow: '{allow}, or give the value with --var',
      hosts: ["DT's API and emulator", ...allowedOrigins].join(', '),
    }),
  };
}
