import { expect, test } from 'vitest';
import { errorOf, keysOf, paid, type RunPlace, repeated, sit } from './contract-run.ts';

/** The flow asks for the same steps in the same order, or both are named. */
export function orderCases(newPlace: () => Promise<RunPlace>): void {
  const recorded = async (): Promise<RunPlace> => {
    const place = await newPlace();
    const { run } = await sit(place);
    await run.call('a', paid, { text: 'one' });
    await run.call('b', repeated, { text: 'two' });
    return place;
  };

  test('another step, one left out and one put in are named with the recorded one', async () => {
    const place = await recorded();
    const { run: other } = await sit(place);
    await expect(other.call('z', paid, { text: 'one' })).rejects.toMatchObject({
      code: 'determinism',
      expected: 'a',
      actual: 'z',
    });
    const { run: leftOut } = await sit(place);
    await expect(leftOut.call('b', repeated, { text: 'two' })).rejects.toMatchObject({
      expected: 'a',
      actual: 'b',
    });
    const { run: putIn } = await sit(place);
    await putIn.call('a', paid, { text: 'one' });
    await expect(putIn.now('time')).rejects.toMatchObject({ expected: 'b', actual: 'time' });
  });

  test('another input and another effect are named, with the members that differ', async () => {
    const place = await recorded();
    const { run } = await sit(place);
    await expect(run.call('a', paid, { text: 'changed', note: 'new' })).rejects.toThrow(
      /a \(paid\) with another input, in text, note, where the flow now asks for a \(paid\)/,
    );
    const { run: effect } = await sit(place);
    await expect(effect.call('a', repeated, { text: 'one' })).rejects.toMatchObject({
      code: 'determinism',
      actual: 'a (repeated)',
    });
    const { run: clock, asked } = await sit(place);
    await expect(clock.now('a')).rejects.toMatchObject({ code: 'determinism' });
    expect(asked).toEqual([]);
  });

  test('a recorded step that comes at another place is named with both places', async () => {
    const place = await newPlace();
    const failing = await sit(place, {
      answer: ({ text }) => (text === 'two' ? Promise.reject(new Error('no')) : text),
    });
    await failing.run.call('a', paid, { text: 'one' });
    await errorOf(failing.run.call('b', paid, { text: 'two' }));
    await failing.run.call('c', paid, { text: 'three' });
    const { run } = await sit(place);
    await run.call('a', paid, { text: 'one' });
    await expect(run.call('c', paid, { text: 'three' })).rejects.toMatchObject({
      expected: 'c as step 3 of its branch',
    });
  });

  test('an answer that the code no longer understands is named', async () => {
    const place = await recorded();
    const { run } = await sit(place);
    const changed = { ...paid, output: { parse: () => Promise.reject(new Error('x')) as never } };
    const stricter = {
      ...changed,
      output: {
        parse: () => {
          throw new Error('no longer a text');
        },
      },
    };
    await expect(run.call('a', stricter, { text: 'one' })).rejects.toThrow(/another form: no longer a text/);
  });

  test('a key used twice, a crooked key and two steps at once in one branch are defects of the flow', async () => {
    const place = await newPlace();
    const { run } = await sit(place);
    await run.now('t');
    await expect(run.random('t')).rejects.toMatchObject({ code: 'seam', step: 't' });
    for (const crooked of ['', 'a/b', '/a']) {
      await expect(run.call(crooked, paid, { text: 'x' })).rejects.toMatchObject({ code: 'seam' });
    }
    const first = run.call('a', paid, { text: 'one' });
    await expect(run.call('b', paid, { text: 'two' })).rejects.toThrow(/while a runs in the same branch/);
    expect(await first).toBe('answer to one');
    await expect(run.all('c', [(branch) => branch.now('t'), () => run.now('outer')])).rejects.toMatchObject({
      code: 'seam',
      step: 'outer',
    });
    await expect(run.all('c', [(branch) => branch.now('u')])).rejects.toMatchObject({ step: 'c.1' });
    const again = run.first('c', [(branch) => branch.now('u')], () => true);
    await expect(again).rejects.toMatchObject({ step: 'c.1' });
    expect(await run.call('d', paid, { text: 'on' })).toBe('answer to on');
    expect((await keysOf(place)).toSorted()).toEqual(['a', 'c.1/t', 'd', 't']);
  });

  test('a replay ends where the record ends', async () => {
    const place = await recorded();
    const { run, asked } = await sit(place, { mode: 'replay' });
    await run.call('a', paid, { text: 'one' });
    await run.call('b', repeated, { text: 'two' });
    await expect(run.call('c', paid, { text: 'three' })).rejects.toMatchObject({
      expected: 'the end of the recorded run',
      actual: 'c',
    });
    expect(asked).toEqual(['two']);
    expect(await keysOf(place)).toEqual(['a', 'b']);
  });

  test('what a replay does again with another result is named', async () => {
    const place = await recorded();
    const { run } = await sit(place, { mode: 'replay', answer: () => 'other' });
    await run.call('a', paid, { text: 'one' });
    await expect(run.call('b', repeated, { text: 'two' })).rejects.toMatchObject({
      code: 'damaged-run',
      step: 'b',
    });
  });
}
