import auth401 from './AUTH-401.json';
import auth403 from './AUTH-403.json';
import notfound404 from './NOTFOUND-404.json';
import server500 from './SERVER-500.json';
import badrequest400 from './BADREQUEST-400.json';
import conflict409 from './CONFLICT-409.json';
import toolimited429 from './TOOLIMITED-429.json';
import { codedEntry, type CodedEntry, type CodedRecord, statusIn } from '../../codedEntry';

/** What the catalogue is called where one of its entries is shown. */
const genericCatalogue = 'Developer Documentation: Error Codes';

const records: readonly CodedRecord[] = [auth401, auth403, notfound404, server500, badrequest400, conflict409, toolimited429];

/**
 * Errors that any API may have, for answers that carry one of these codes. Facts and titles from
 * "Developer Documentation: Error Codes"; it is not known which host uses the codes.
 */
export const genericEntries: readonly CodedEntry[] = records.map((record) =>
  codedEntry(record, genericCatalogue, exampleOf(record.code, statusIn(record.code) ?? 400)),
);

/** What is sent again by itself fails at once where that is switched off. */
function exampleOf(code: string, status: number): string {
  const isRepeated = status === 429 || status >= 500;
  return `${isRepeated ? '# @retry none\n' : ''}⟦GET {{codedHost}}/${code}/${status}⟧`;
}
