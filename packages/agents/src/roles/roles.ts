/** A role of the company: data only; which model speaks for it is chosen by name. */
export interface Role {
  /** Shown to people and used as commit author: `Programmer`. */
  readonly name: string;
  /** One sentence the model is told when it speaks for this role. */
  readonly duty: string;
}

export const roles = {
  ceo: { name: 'CEO', duty: 'You are the CEO: you say what the customer wants.' },
  cpo: { name: 'CPO', duty: 'You are the CPO: you turn wishes into a short, exact specification.' },
  cto: { name: 'CTO', duty: 'You are the CTO: you decide which files the program has.' },
  programmer: {
    name: 'Programmer',
    duty: 'You are the programmer: you write complete, correct, runnable files.',
  },
  tester: {
    name: 'Tester',
    duty: 'You are the tester: you state exact examples of right behaviour from the task alone.',
  },
} as const satisfies Record<string, Role>;

export type RoleKey = keyof typeof roles;
