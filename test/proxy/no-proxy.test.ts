import { isLoopback, parseNoProxy } from '../../lib/proxy/no-proxy';

describe('parseNoProxy', () => {
  test.each([
    ['corp.example', 'corp.example', 80],
    ['corp.example', 'a.corp.example', 443],
    ['.corp.example', 'a.b.corp.example', 80],
    ['.corp.example', 'corp.example', 80],
    ['*.corp.example', 'a.corp.example', 80],
    ['CORP.example', 'Corp.Example', 80],
    ['corp.example', 'corp.example.', 80],
    ['corp.example:8080', 'corp.example', 8080],
    ['other.example, corp.example', 'corp.example', 80],
    ['other.example corp.example', 'corp.example', 80],
    ['*', 'anything.example', 80],
    ['10.0.0.7', '10.0.0.7', 80],
    ['10.0.0.7:3142', '10.0.0.7', 3142],
    ['10.0.0.0/8', '10.255.1.2', 80],
    ['fd00::/8', '[fd12::1]', 80],
    ['[fd12::1]:80', '[fd12:0::1]', 80],
    ['fd12::1', '[fd12::1]', 80],
  ])('%j exempts %s, port %d', (text, host, port) => {
    expect(parseNoProxy(text)(host, port)).toBe(true);
  });

  test.each([
    ['', 'corp.example', 80],
    [',', 'corp.example', 80],
    ['corp.example', 'mycorp.example', 80],
    ['a.corp.example', 'corp.example', 80],
    ['corp.example:8080', 'corp.example', 80],
    ['10.0.0.7:3142', '10.0.0.7', 80],
    ['10.0.0.0/8', '11.0.0.1', 80],
    ['10.0.0.0/33', '10.0.0.0', 80],
    ['10.0.0.0/x', '10.0.0.0', 80],
    ['corp.example/8', 'corp.example', 80],
    ['.', 'corp.example', 80],
    ['10.0.0.0/8', '10.example', 80],
  ])('%j does not exempt %s, port %d', (text, host, port) => {
    expect(parseNoProxy(text)(host, port)).toBe(false);
  });
});

test.each(['localhost', 'a.localhost', '127.0.0.1', '127.8.0.1', '[::1]', 'LOCALHOST.'])(
  '%s is this machine',
  (host) => {
    expect(isLoopback(host)).toBe(true);
    expect(isLoopback(`${host}.example`)).toBe(false);
  },
);
