/** Waits until whoever waited longer has had a turn. */
export type NextTurn = () => Promise<void>;

/** Long work that awaits this now and then holds up nobody: neither keys nor sockets. */
export const nextTurn: NextTurn = () => new Promise((resolve) => setImmediate(resolve));
