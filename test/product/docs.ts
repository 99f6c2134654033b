// `npm run docs`: writes the tables of the README anew.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Manifest, withTables } from './manifestTables';
import { root } from './project';

const file = path.join(root, 'README.md');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
writeFileSync(file, withTables(readFileSync(file, 'utf8'), manifest));
