import type { CatalogueEntry } from '../../entry';
import { dt200Batch } from './dt.200.batch';
import { dt200Claim } from './dt.200.claim';
import { dt200Transfer } from './dt.200.transfer';
import { dt400 } from './dt.400';
import { dt400FieldType } from './dt.400.field-type';
import { dt400FieldValue } from './dt.400.field-value';
import { dt400InviteAccepted } from './dt.400.invite-accepted';
import { dt400MalformedJson } from './dt.400.malformed-json';
import { dt400MissingBody } from './dt.400.missing-body';
import { dt400MissingField } from './dt.400.missing-field';
import { dt400MissingParameter } from './dt.400.missing-parameter';
import { dt400NoLabelChange } from './dt.400.no-label-change';
import { dt400ParameterValue } from './dt.400.parameter-value';
import { dt400ProjectNotEmpty } from './dt.400.project-not-empty';
import { dt400UnknownField } from './dt.400.unknown-field';
import { dt400UnknownParameter } from './dt.400.unknown-parameter';
import { dt401 } from './dt.401';
import { dt401Basic } from './dt.401.basic';
import { dt401Clock } from './dt.401.clock';
import { dt401ExpiredToken } from './dt.401.expired-token';
import { dt401NoAccount } from './dt.401.no-account';
import { dt401PastedToken } from './dt.401.pasted-token';
import { dt401Withheld } from './dt.401.withheld';
import { dt403 } from './dt.403';
import { dt403Label } from './dt.403.label';
import { dt403Organization } from './dt.403.organization';
import { dt403ProjectChange } from './dt.403.project-change';
import { dt403Transfer } from './dt.403.transfer';
import { dt404 } from './dt.404';
import { dt404Base } from './dt.404.base';
import { dt404Elsewhere } from './dt.404.elsewhere';
import { dt404Emulator } from './dt.404.emulator';
import { dt404IdShape } from './dt.404.id-shape';
import { dt404MethodPath } from './dt.404.method-path';
import { dt404Path } from './dt.404.path';
import { dt404Propagation } from './dt.404.propagation';
import { dt405 } from './dt.405';
import { dt409 } from './dt.409';
import { dt409Exists } from './dt.409.exists';
import { dt409RapidChange } from './dt.409.rapid-change';
import { dt429 } from './dt.429';
import { dt500 } from './dt.500';
import { dt501 } from './dt.501';
import { dt503 } from './dt.503';
import { dt504 } from './dt.504';
import { dtStreamEnded } from './dt.stream.ended';
import { dtStreamError } from './dt.stream.error';

/** What DT's REST and emulator API answers with; the general entry of a status before its special cases. */
export const dtEntries: readonly CatalogueEntry[] = [
  dt400, dt400FieldType, dt400FieldValue, dt400InviteAccepted, dt400MalformedJson, dt400MissingBody, dt400MissingField, dt400MissingParameter,
  dt400NoLabelChange, dt400ParameterValue, dt400ProjectNotEmpty, dt400UnknownField, dt400UnknownParameter,
  dt401, dt401Basic, dt401Clock, dt401ExpiredToken, dt401NoAccount, dt401PastedToken, dt401Withheld,
  dt403, dt403Label, dt403Organization, dt403ProjectChange, dt403Transfer,
  dt404, dt404Base, dt404Elsewhere, dt404Emulator, dt404IdShape, dt404MethodPath, dt404Path, dt404Propagation,
  dt405,
  dt409, dt409Exists, dt409RapidChange,
  dt429,
  dt500,
  dt501,
  dt503,
  dt504,
  dt200Batch, dt200Claim, dt200Transfer,
  dtStreamEnded, dtStreamError,
];
