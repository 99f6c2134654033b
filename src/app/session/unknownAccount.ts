import type { Finding } from '../../base/finding';
import { nearest } from '../../base/nearest';
import { finding } from '../../language/plan/findings';
import type { AskedAccount } from '../../language/plan/plan';
import type { Services } from '../services';

/** A finding when a request asks for an account that is not there; undefined when it is, or when its name is not known yet. */
export async function unknownAccount(services: Services, { name, span, environment }: AskedAccount): Promise<Finding | undefined> {
  if (name === undefined || (await services.accountCalled(name))) return undefined;
  const known = (await services.accounts.list()).map((each) => each.name);
  return finding('account.unknown', span, { name: services.redactor.text(name), known, suggestion: nearest(name, known), from: environment });
}
