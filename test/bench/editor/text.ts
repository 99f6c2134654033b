/** How many requests the file has. */
export const requests = 1_000;

/** Requests as people write them, 250 bytes each on average. None has a finding. */
const samples: readonly ((i: number) => string)[] = [
  (i) => `### List page ${i} of the sensors
GET {{apiBase}}/v2/projects/{{project}}/devices
    ?pageSize=100
    &deviceTypes=temperature
    &labelFilters=building=north-${i}
Accept: application/json

`,
  (i) => `### Set a room
# Set the room of one sensor, as the plan on the wall has it.
# @name label${i}
# @expect status 200
PATCH {{apiBase}}/v2/projects/{{project}}/devices/bjmcd3s0p5rg0${i}/labels/room
Content-Type: application/json

{
  "value": "4.${i}"
}

`,
  (i) => `### Move sensors to another project
POST {{apiBase}}/v2/projects/{{target}}/devices:transfer
Content-Type: application/json
X-Request-Id: {{$guid}}
X-Why: moved

{
  "devices": [
    "projects/{{project}}/devices/bchonod7rihjtvdmd2${i}",
    "projects/{{project}}/devices/bchonod7rihjtvdmd3${i}"
  ]
}

`,
  (i) => `### History of one day
// One day back from now; see the tour too.
GET {{apiBase}}/v2/projects/-/devices/b6roh6d7rihmn9oji8${i}/events
    ?eventTypes=temperature
    &startTime={{$isoTimestamp -1 d}}
Accept: application/json
?? status == 200

`,
];

/** A file of `n` requests without findings, but for what the last of them has: a variable that is not there. */
export function requestFile(n: number): string {
  const parts = ['@project = c0md3mm0c7pet3vico8g\n@target = c14u8p94l6vlmkacjba0\n\n'];
  for (let i = 1; i < n; i++) parts.push(samples[i % samples.length]?.(i) ?? '');
  return `${parts.join('')}### The last\nGET {{apiBase}}/v2/projects/{{missing}}\n`;
}

/** What is inserted in the middle. */
export const insertedRequest = '### Inserted\nGET {{apiBase}}/v2/projects/{{project}}\n\n';

/** What is typed: 20 characters, in the reference of the inserted request. */
export const typedText = 'LikeNoVariableOfMine';
