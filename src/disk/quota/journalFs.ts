import fs from 'node:fs';

/** The calls of the file system by which the quota is shared; replaced in tests, to fail or to be interrupted at any of them. */
export type JournalFs = Pick<
  typeof fs,
  'openSync' | 'closeSync' | 'fstatSync' | 'statSync' | 'readSync' | 'writeSync' | 'linkSync' | 'unlinkSync' | 'readdirSync' | 'mkdirSync' | 'chmodSync' | 'rmSync' | 'watch'
>;

export const realFs: JournalFs = fs;
