import { expect, test } from 'vitest';
import { hostsOf } from '../../src/jobs/partner.ts';

test.each<[string, unknown, string[]]>([
  [
    'each address once',
    {
      baseUrl: 'https://api.example.com/v1',
      token: { url: 'https://id.example.com' },
      again: 'https://api.example.com',
    },
    ['api.example.com', 'id.example.com'],
  ],
  ['an address of numbers', { baseUrl: 'http://[::1]:8080/' }, ['::1']],
  [
    'no secret and no other address',
    { apiKey: 'https', note: 'mailto:a@example.com', port: 22, none: null },
    [],
  ],
])('the hosts of a connection are those of its addresses: %s', (_, config, hosts) => {
  expect(hostsOf(config)).toEqual(hosts);
});
