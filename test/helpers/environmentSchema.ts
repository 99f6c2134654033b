import * as z from 'zod/mini';

/** Where the schema of environment files is kept: the manifest names it for `http-client.env.json` and its like. */
export const environmentSchemaFile = 'syntaxes/dt-environment.schema.json';

const secret = z.strictObject({ $secret: z.string().check(z.minLength(1), z.describe('The name under which "DT: Store Secret" keeps it.')) });

const valueOf = (text: z.ZodMiniType<string>) => z.union([text, z.number(), z.boolean(), secret]).check(
  z.meta({
    description: 'A text, a number, true or false; or {"$secret": "name"} for a secret that stays out of the file. References are not replaced in it.',
    defaultSnippets: [
      { label: '"value"', body: '$1' },
      { label: '{"$secret": "name"}', description: 'A secret that is kept outside of files', body: { $secret: '$1' } },
    ],
  }),
);

const value = valueOf(z.string());

const about = (description: string, text: z.ZodMiniType<string> = z.string()) => z.optional(valueOf(text).check(z.meta({ description })));

/** Where requests go; the letters of a scheme may be capitals. */
const url = z.string().check(z.regex(/^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^/?#@\s]/), z.meta({ patternErrorMessage: 'A URL, as in https://host/v2. References are not replaced in it.' }));

const environment = z.catchall(
  z.object({
    apiBase: about('Where paths go. Default: https://api.disruptive-technologies.com/v2', url),
    emulatorBase: about('Where paths of the emulator go. Default: https://emulator.disruptive-technologies.com/v2', url),
    account: about('The account that signs: its name, as "DT: Switch Account" shows it.'),
  }),
  value,
);

const named = environment.check(z.meta({ description: 'The variables of one environment: {{name}} in a request.', defaultSnippets: [{ label: '{ "project": "" }', body: { project: '$1' } }] }));
const shared = environment.check(z.meta({ description: 'Variables of all environments; those of the chosen one come first.' }));

/** What environment files hold. */
export const environmentSchema = z.catchall(z.object({ $shared: z.optional(shared) }), named).check(
  z.meta({ defaultSnippets: [{ label: '{ "dev": … }', description: 'Two environments', body: { $shared: { $1: '$2' }, dev: { project: '$3' }, prod: { project: '$4' } } }] }),
);

/** The JSON schema of environment files, as it is checked in. */
export function environmentJsonSchema(): string {
  const schema = z.toJSONSchema(environmentSchema, { target: 'draft-7', io: 'input', override: ({ jsonSchema }) => joined(jsonSchema) });
  return `${JSON.stringify({ ...schema, title: 'Environments for DT HTTP' }, null, 2)}\n`;
}

/** One schema of several types instead of several schemas: shorter, and the editor says which types there are. */
function joined(schema: z.core.JSONSchema.BaseSchema): void {
  const { anyOf } = schema;
  if (!anyOf) return;
  delete schema.anyOf;
  const types = anyOf.map(({ type }) => type);
  // What objects have to be like says nothing of the others.
  Object.assign(schema, Object.assign({}, ...anyOf, { type: types }), { ...schema });
}
