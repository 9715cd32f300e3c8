import { acceptanceTests } from '../phases/acceptance-tests.ts';
import { code } from '../phases/code.ts';
import { document } from '../phases/document.ts';
import type { Phase } from '../phases/phase.ts';
import { plan } from '../phases/plan.ts';
import { repair } from '../phases/repair.ts';
import { specify } from '../phases/specify.ts';
import { verify } from '../phases/verify.ts';

/** The chat chain of the default company, in order; delivery follows it. */
export const softwareCompany: readonly Phase[] = [
  specify,
  plan,
  acceptanceTests,
  code,
  verify,
  repair,
  document,
];
