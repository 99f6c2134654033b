// `npm run docs`: writes the tables of the README, and the schemas of catalogue and environment files, anew.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { catalogueJsonSchema, schemaFile } from '../helpers/catalogueSchema';
import { environmentJsonSchema, environmentSchemaFile } from '../helpers/environmentSchema';
import { type Manifest, withTables } from './manifestTables';
import { root } from './project';

const file = path.join(root, 'README.md');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
writeFileSync(file, withTables(readFileSync(file, 'utf8'), manifest));
writeFileSync(path.join(root, schemaFile), catalogueJsonSchema());
writeFileSync(path.join(root, environmentSchemaFile), environmentJsonSchema());
