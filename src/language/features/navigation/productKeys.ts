/** Variables that the product reads itself: they are used though nothing refers to them, and have no other name. */
const keys: ReadonlySet<string> = new Set(['apiBase', 'emulatorBase', 'account']);

/** Whether the product reads the variable of that name. */
export function isReadByProduct(name: string): boolean {
  return keys.has(name);
}
