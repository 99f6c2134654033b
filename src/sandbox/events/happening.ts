/** Something a device says at a moment: an event without its envelope. */
export interface Happening {
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What `reported` holds for it, and what an event holds under its type (events page). */
  readonly data: object;
}

/** Where the events of a device come from. */
export interface Source {
  /** Types it may bring. */
  readonly types: readonly string[];
  /** Time is cut into slots of this length, counted from 1970. */
  readonly slotMs: number;
  /** What happens in slot number `slot`, oldest first, all of it within the slot. */
  happenings(slot: number): readonly Happening[];
}
