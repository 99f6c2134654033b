/*
 * The door of the language layer: everything other layers may use. Plain functions over plain data;
 * nothing here waits, reads files or keeps state between calls.
 */
export { parse } from './syntax/parser';
export { print } from './syntax/print';
export { blockAt, textOf } from './syntax/queries';
export type { Block, RequestFile } from './syntax/nodes';

export { planRequest, type PlanResult, type RequestPlan, type UsedOrigin } from './plan/plan';
export type { PlanContext, VariableContext } from './plan/context';
export { environmentNames, type EnvironmentFile, parseEnvironmentFile } from './plan/environment';
export { checkExpectations, type Expectation, type ExpectationResult, expectsStatus } from './plan/expectations';
export { findingCodes } from './plan/findings';
export type { OriginKind, ValueOrigin } from './plan/layers';

export { locate, shiftOf, toTextEdits } from './locate';

export { diagnose } from './features/diagnostics/diagnose';
export { type DocumentSymbol, documentSymbols } from './features/documentSymbols';
export { type FindingFix, fixesFor } from './features/fixes/index';
export { type Lens, lenses } from './features/lenses';
export { statusAt, statusInAnswer, type StatusMention } from './features/statusAt';
