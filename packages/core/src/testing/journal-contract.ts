import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../effects/effect.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalEntry, JournalHeader } from '../journal/journal-entry.ts';

/** One place that holds at most one journal. */
export interface JournalPlace {
  create(header: JournalHeader): Promise<Journal>;
  /** Opens what was recorded, as a later sitting does. */
  open(): Promise<Journal>;
}

const header: JournalHeader = { runId: 'r1', codeVersion: '1', created: 7, request: { prompt: 'x' } };

function entry(key: string, output: Json = 'answer'): JournalEntry {
  return {
    key,
    effect: 'paid',
    inputHash: 'h',
    input: { key },
    output,
    seconds: 1.5,
    position: 1,
    activeSeconds: 2,
  };
}

/** What every store of journals must do. */
export function journalContract(name: string, newPlace: () => Promise<JournalPlace>): void {
  describe(`${name}: the contract of a journal`, () => {
    test('a later sitting finds header and entries exactly as recorded, in their order', async () => {
      const place = await newPlace();
      const journal = await place.create(header);
      const bare = { key: 'bare', effect: 'end', inputHash: '', input: null, output: null, seconds: 0 };
      const entries = [entry('b'), entry('a/1'), bare];
      for (const one of entries) await journal.append(one);
      const opened = await place.open();
      expect(opened.header).toEqual(header);
      expect(opened.entries).toEqual(entries);
      expect(opened.find('a/1')).toEqual(entry('a/1'));
      expect(opened.find('a')).toBeUndefined();
      expect(opened.notices).toEqual([]);
    });

    test('every JSON value comes back equal, of any size and in any script', async () => {
      const place = await newPlace();
      const journal = await place.create(header);
      const values = fc.sample(fc.json({ maxDepth: 4 }), 60).map((text) => JSON.parse(text) as Json);
      const large = [
        '日'.repeat(50_000),
        { text: 'x'.repeat(64 * 1024) },
        Array.from({ length: 30_000 }, () => 1),
      ];
      const crooked = ['\u0000\n\r\u2028"\\', '\ud800', '😀', { '': 1 }, -1e-300];
      for (const [index, value] of [...values, ...large, ...crooked].entries()) {
        await journal.append({ ...entry(`k${index}`, value), input: value });
      }
      const opened = await place.open();
      expect(opened.entries.map((one) => one.output)).toEqual([...values, ...large, ...crooked]);
      expect(opened.entries.map((one) => one.input)).toEqual([...values, ...large, ...crooked]);
    });

    test('what is acknowledged is there for others at once', async () => {
      const place = await newPlace();
      const journal = await place.create(header);
      for (const key of ['a', 'b', 'c']) {
        await journal.append(entry(key));
        expect((await place.open()).entries.at(-1)?.key).toBe(key);
      }
    });

    test('answers that come at once are kept whole, each once, in the order of coming', async () => {
      const place = await newPlace();
      const journal = await place.create(header);
      const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
      await Promise.all(keys.map((key, index) => journal.append(entry(key, 'x'.repeat(index * 3000)))));
      expect(journal.entries.map((one) => one.key)).toEqual(keys);
      expect((await place.open()).entries.map((one) => one.key)).toEqual(keys);
    });

    test('a key that is recorded is refused, in this sitting and in a later one', async () => {
      const place = await newPlace();
      const journal = await place.create(header);
      await journal.append(entry('a'));
      await expect(journal.append(entry('a', 'other'))).rejects.toMatchObject({ code: 'seam', step: 'a' });
      const opened = await place.open();
      await expect(opened.append(entry('a', 'other'))).rejects.toMatchObject({ code: 'seam' });
      await opened.append(entry('b'));
      expect((await place.open()).entries.map((one) => one.output)).toEqual(['answer', 'answer']);
    });

    test('a place that holds a journal takes no second one, and an empty one has none', async () => {
      const place = await newPlace();
      await expect(place.open()).rejects.toMatchObject({ code: 'damaged-run', step: 'header' });
      await (await place.create(header)).append(entry('a'));
      await expect(place.create(header)).rejects.toMatchObject({ code: 'damaged-run' });
      expect((await place.open()).entries).toHaveLength(1);
    });
  });
}
