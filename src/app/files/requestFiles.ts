import type { Finding } from '../../base/finding';
import { finding } from '../../language/plan/findings';
import type { FileSupply, Need } from '../../language/plan/needs';
import type { SavePlan } from '../../language/plan/save';
import { type Inside, type Place, resolvePlace } from './filePlaces';
import type { HostFiles } from '../host';

/** Where the paths of a request file start, and what they may not leave. */
export interface PathOrigin {
  /** URI of the request file. */
  readonly uri: string;
  /** URI of its workspace folder; without one the folder of the request file. */
  readonly root: string | undefined;
}

/** A file that a body takes in: where it is, or a finding that says why it cannot be taken. */
export async function placeToRead(files: HostFiles, { path, span }: Extract<Need, { kind: 'file' }>, { uri, root }: PathOrigin): Promise<Exclude<Place, { kind: 'refused' }> | Finding> {
  const place = await resolvePlace(files, { written: path, source: uri, root }, 'read');
  return place.kind === 'refused' ? finding('body.file-refused', span, { path, reason: place.reason }) : place;
}

/** The octets of a file that a body takes in, or why it cannot be read. */
export async function readForBody(files: HostFiles, uri: string): Promise<FileSupply> {
  const content = await files.read(uri);
  return content.kind === 'missing' ? { kind: 'unreadable', reason: 'there is no such file' } : content;
}

/** Where an answer is saved, or a finding that says why it may not be written there. */
export async function placeToSave(files: HostFiles, { path, span }: SavePlan, { uri, root }: PathOrigin): Promise<Inside | Finding> {
  const place = await resolvePlace(files, { written: path, source: uri, root }, 'write');
  switch (place.kind) {
    case 'inside':
      return place;
    case 'outside':
      return finding('save.outside', span, { path });
    case 'refused':
      return finding('save.refused', span, { path, reason: place.reason });
  }
}
