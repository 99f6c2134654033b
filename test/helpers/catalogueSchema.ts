import * as z from 'zod/mini';
import { catalogueSchema } from '../../src/insight/userCatalogue';

/** Where the schema of catalogue files is kept: the manifest names it for `*.dt-catalogue.json`. */
export const schemaFile = 'syntaxes/dt-catalogue.schema.json';

/** The JSON schema of catalogue files, as it is checked in. Made by the tests, so that the product need not carry what makes it. */
export function catalogueJsonSchema(): string {
  const schema = z.toJSONSchema(catalogueSchema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ ...schema, title: 'Catalogue of error codes for DT HTTP' }, null, 2)}\n`;
}
