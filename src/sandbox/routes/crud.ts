import type { JsonObject } from '../body';
import { notFound } from '../errors';
import { page } from '../pages';
import type { Call, Route } from '../router';
import type { Store } from '../store';
import type { Row, Table } from '../table';

export type Action = 'create' | 'read' | 'update' | 'delete';

/** What the fields of a row are read for: a new row below `parent`, or a change of `old`. */
export interface Reading<T> {
  readonly call: Call;
  /** Resource name. */
  readonly parent: string;
  readonly old: T | undefined;
}

/** A kind of resource with the usual calls: list, create, get, update, delete. */
export interface Resource<T extends Row> {
  /** The path of the list; each resource stands below it. */
  readonly path: string;
  /** How the path calls the ID, e.g. `dataconnector`. */
  readonly id: string;
  /** For a 404, e.g. `Data Connector`. */
  readonly noun: string;
  readonly table: (store: Store) => Table<T>;
  /** Resource name of the parent, after a look whether the caller may do that there. */
  readonly parent: (call: Call, action: Action) => string;
  /** Fields of a new or changed row; what is not sent keeps its value (Swift client). Throws before anything changes. */
  readonly read: (fields: JsonObject, reading: Reading<T>) => Omit<T, keyof Row> & { readonly id?: string };
  readonly render: (row: T, store: Store) => object;
  /** The list's field in the answer; undefined where the API has no list. */
  readonly list?: string;
  /** What is listed; by default everything below the parent. */
  readonly rows?: (call: Call) => readonly T[];
  /** What a create answers, where that differs. */
  readonly renderNew?: (row: T, store: Store) => object;
  /** Creating takes no body too. */
  readonly mayBeEmpty?: boolean;
  /** There is no PATCH. */
  readonly isFixed?: boolean;
  /** What a delete does besides removing the row. */
  readonly drop?: (row: T, store: Store) => void;
  /** Runs after a row was made or changed. */
  readonly changed?: (row: T, call: Call) => void;
}

/** Create, list, get, change and delete, as far as the resource has them. */
export function crudRoutes<T extends Row>(resource: Resource<T>): readonly Route[] {
  const { path, list, render, renderNew = render, drop, changed } = resource;
  const one = `${path}/{${resource.id}}`;
  const route = (method: string, where: string, answer: Route['answer']): Route => ({ host: 'api', method, path: where, answer });
  const routes = [
    route('POST', path, (call) => {
      const parent = resource.parent(call, 'create');
      const row = resource.table(call.store).add(makeRow(resource, call, parent, call.body(resource.mayBeEmpty === true ? {} : undefined)));
      changed?.(row, call);
      return renderNew(row, call.store);
    }),
    route('GET', one, (call) => render(findRow(resource, call, 'read'), call.store)),
    route('DELETE', one, (call) => {
      const row = findRow(resource, call, 'delete');
      resource.table(call.store).remove(row);
      drop?.(row, call.store);
      return {};
    }),
  ];
  if (list !== undefined) {
    const rows = resource.rows ?? ((call) => resource.table(call.store).list(resource.parent(call, 'read')));
    routes.push(
      route('GET', path, (call) =>
        page(call.query, list, rows(call), ({ parent, id }) => `${parent}/${id}`, (row) => render(row, call.store), call.path),
      ),
    );
  }
  if (resource.isFixed !== true) {
    routes.push(
      route('PATCH', one, (call) => {
        const old = findRow(resource, call, 'update');
        Object.assign(old, resource.read(sentFields(call), { call, parent: old.parent, old }));
        changed?.(old, call);
        return render(old, call.store);
      }),
    );
  }
  return routes;
}

/** The row that the path names; 404 when there is none. */
export function findRow<T extends Row>(resource: Resource<T>, call: Call, action: Action): T {
  const id = call.params[resource.id] ?? '';
  const row = resource.table(call.store).get(resource.parent(call, action), id);
  if (row === undefined) throw notFound(`${resource.noun} "${id}"`);
  return row;
}

/** A new row, not yet in its table. */
export function makeRow<T extends Row>(resource: Resource<T>, call: Call, parent: string, fields: JsonObject): T {
  const read = resource.read(fields, { call, parent, old: undefined });
  const id = read.id ?? call.store.newId(resource.id);
  return { ...read, id, parent, visibleFrom: call.store.visibleFrom() } as unknown as T;
}

/** The fields of the body; with `update_mask` only the ones it names, which clients sent until 2021 (Swift client). */
function sentFields(call: Call): JsonObject {
  const mask = call.query.text('update_mask');
  const fields = call.body();
  if (!mask) return fields;
  const names = mask.split(',').map((name) => name.split('.')[0]);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}

/** Checks `{subject}.{action}` in the project of the path. */
export function inProject(subject: string): Resource<Row>['parent'] {
  return ({ access, params }, action) => `projects/${access.project(params.project ?? '', `${subject}.${action}`).id}`;
}

/** Checks `{subject}.{action}` in the organization of the path. */
export function inOrganization(subject: string): Resource<Row>['parent'] {
  return ({ access, params }, action) =>
    `organizations/${access.organization(params.organization ?? '', `${subject}.${action}`).id}`;
}
