/**
 * First segments of the API's paths, by the API description. Held here too so that reading a
 * request file does not load the whole description; a test compares the two.
 */
export const rootSegments: ReadonlySet<string> = new Set(['organizations', 'projects', 'roles', 'claimInfo']);
