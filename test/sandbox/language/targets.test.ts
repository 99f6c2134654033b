import assert from 'node:assert/strict';
import { planned } from '../../unit/language/plan/support';

/** Targets that would leave this machine, or need one of its own ports: what is planned is compared, nothing is sent. */
describe('where a target goes', () => {
  for (const [text, expected] of [
    ['GET /projects', 'GET https://api.disruptive-technologies.com/v2/projects'],
    ['GET /v2/projects', 'GET https://api.disruptive-technologies.com/v2/projects'],
    ['GET {{apiBase}}/projects', 'GET https://api.disruptive-technologies.com/v2/projects'],
    ['GET {{emulatorBase}}/projects', 'GET https://emulator.disruptive-technologies.com/v2/projects'],
    ['# @host emulator\nPOST /projects/p/devices', 'POST https://emulator.disruptive-technologies.com/v2/projects/p/devices'],
    ['localhost', 'GET https://localhost/'],
    ['localhost/a', 'GET https://localhost/a'],
    ['GET localhost:8443/a', 'GET https://localhost:8443/a'],
    ['GET example.com', 'GET https://example.com/'],
    ['GET example.com?a=1', 'GET https://example.com/?a=1'],
    ['GET [::1]:8443/a', 'GET https://[::1]:8443/a'],
    ['GET 127.0.0.1/a', 'GET https://127.0.0.1/a'],
    ['GET https://EXAMPLE.com:443/A', 'GET https://example.com/A'],
    ['GET http://example.com:80/', 'GET http://example.com/'],
    ['GET /a\nHost: example.com', 'GET https://example.com/a'],
    ['GET /a\nHost: example.com:8443', 'GET https://example.com:8443/a'],
    ['GET https://example.com/a\nHost: EXAMPLE.com:443', 'GET https://example.com/a'],
  ] as const) {
    it(JSON.stringify(text), () => {
      const { method, origin, target } = planned(text).request;
      assert.equal(`${method} ${origin}${target}`, expected);
    });
  }
});
