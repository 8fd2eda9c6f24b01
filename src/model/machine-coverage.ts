// The coverage at a glance: machines of templates × required agents.

/** What satisfies a requirement, and where it is written. */
export interface MachineCell {
  /** The requirement as its names: `qualys or mdvm`. */
  readonly agent: string;
  readonly outcome: 'pass' | 'fail' | 'undecided' | 'not-applicable';
  readonly by: readonly {
    readonly path: string;
    /** From 1. */
    readonly line: number;
    /** `Qualys / QualysAgentLinux`, `assignment of 13ce0167-…`. */
    readonly what: string;
  }[];
  readonly reason?: string;
}

export interface MachineCoverage {
  /** Evaluated; of an unknown name its expression's known pieces. */
  readonly name: string;
  /** Full type as spelled. */
  readonly type: string;
  /** Where the machine is declared, as shown. */
  readonly path: string;
  readonly line: number;
  /** Parameter file or values tried, where the file has several evaluations. */
  readonly evaluation?: string;
  /** Instances of this declaration that have the same cells, itself included. */
  readonly count: number;
  /** Their names, the first 50; absent where there is one. */
  readonly names?: readonly string[];
  readonly cells: readonly MachineCell[];
}
