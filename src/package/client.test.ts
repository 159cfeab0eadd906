import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ArgumentsOf, EventOf, Player, Reply } from './client.ts';
import { connect } from './client.ts';

// What the client does is tested in a browser (e2e/embed.spec.ts); what its types say, here.
describe('the types of the client', () => {
  it('know the arguments of each command', () => {
    expectTypeOf<ArgumentsOf<'step.forward'>>().toEqualTypeOf<[]>();
    expectTypeOf<ArgumentsOf<'seek'>>().toEqualTypeOf<[args: { readonly at: string | number }]>();
    expectTypeOf<Parameters<Player['run']>[0]>().not.toExtend<'export.save'>();
    expectTypeOf<'export.save'>().not.toExtend<Parameters<Player['run']>[0]>();
  });

  it('know what comes with each event', () => {
    expectTypeOf<EventOf<'height'>['height']>().toEqualTypeOf<number>();
    expectTypeOf<EventOf<'violation'>['violation']['rule']>().toExtend<string>();
  });

  it('tell what is wrong, and what is shown in either case', () => {
    expectTypeOf<Extract<Reply, { ok: false }>['error']>().toEqualTypeOf<string>();
    expectTypeOf<Reply['state']['at']>().toEqualTypeOf<string>();
  });
});

it('asks for nothing but the iframe', () => {
  expect(connect.length).toBe(1);
});
