import highsModule, { type Highs, type Model } from 'highs';
import type {
  LinearAnswer,
  LinearDuals,
  LinearModel,
  LinearOptions,
  SolveLinear,
} from '../core/allocation/model.ts';

/** No answer depends on the clock; a search that runs into this says so. */
const SAFETY_SECONDS = 120;

/**
 * HiGHS as a function of values: loading is awaited once, solving blocks its thread. Default tolerances
 * throughout, since tighter ones have returned false optima. It writes to no console and throws nothing.
 */
export async function loadHighs(): Promise<SolveLinear> {
  const highs = await loaderOf(highsModule)({ print: silent, printErr: silent });
  return (model, options) => solve(highs, { model, options });
}

/** The package's types show its CommonJS face; the default of its ES module is the loader itself. */
function loaderOf(module: unknown): typeof highsModule.default {
  return module as typeof highsModule.default;
}

function silent(): void {}

type Task = { model: LinearModel; options: LinearOptions };

/** The runtime's own errors carry its source in their text, so no text of an error is passed on. */
function solve(highs: Highs, task: Task): LinearAnswer {
  let made: Model | undefined;
  try {
    made = highs.createModel();
    return run(highs, { ...task, made });
  } catch {
    return { status: 'nothing', detail: 'HiGHS failed', clock: false };
  } finally {
    dispose(made);
  }
}

function dispose(made: Model | undefined): void {
  try {
    made?.dispose();
  } catch {
    // A runtime that failed has nothing left to give back.
  }
}

function run(highs: Highs, { model, options, made }: Task & { made: Model }): LinearAnswer {
  made.options.set({
    output_flag: false,
    random_seed: 1,
    presolve: options.presolve ? 'on' : 'off',
    mip_max_nodes: options.nodes,
    mip_rel_gap: options.gap,
    mip_abs_gap: options.gapAbsolute,
    simplex_iteration_limit: options.iterations,
    time_limit: SAFETY_SECONDS,
  });
  const whole = model.integer.some((integer) => integer === 1);
  made.passModel({
    numCols: model.cost.length,
    numRows: model.rowLower.length,
    colCost: model.cost,
    colLower: model.lower,
    colUpper: model.upper,
    rowLower: model.rowLower,
    rowUpper: model.rowUpper,
    matrix: {
      format: 'csr',
      numRows: model.rowLower.length,
      numCols: model.cost.length,
      starts: model.starts,
      indices: model.indices,
      values: model.values,
    },
    ...(whole ? { integrality: Int32Array.from(model.integer) } : {}),
  });
  if (whole && options.start) made.setSolution({ colValue: options.start });
  if (!whole && options.basis) {
    made.setBasis({ colStatus: options.basis.columns, rowStatus: options.basis.rows });
  }
  made.run(whole ? withinIterations(highs, options.iterations) : undefined);
  return answerOf(highs, made, whole);
}

/** The simplex limit is not one on a search's own linear programs: they are counted as they go. */
function withinIterations(highs: Highs, most: number) {
  return {
    [highs.constants.callbackType.mipInterrupt](event: {
      data: { mip_total_lp_iterations?: bigint | number };
      interrupt(): void;
    }): undefined {
      if (Number(event.data.mip_total_lp_iterations ?? 0) > most) event.interrupt();
    },
  };
}

function answerOf(highs: Highs, made: Model, whole: boolean): LinearAnswer {
  const { modelStatus } = highs.constants;
  const status = made.getModelStatus();
  const clock = status === modelStatus.timeLimit;
  if (status === modelStatus.infeasible) return { status: 'infeasible' };
  if (made.info.get('primal_solution_status') !== 2) {
    return { status: 'nothing', detail: `no point, status ${status}`, clock };
  }
  const solution = made.getSolution();
  const finished = status === modelStatus.optimal;
  const objective = made.getObjectiveValue();
  const claimed = whole ? Number(made.info.get('mip_dual_bound')) : objective;
  return {
    status: 'answered',
    finished,
    clock,
    values: solution.colValue,
    objective,
    bound: whole || finished ? claimed : Number.NEGATIVE_INFINITY,
    iterations: Math.max(0, Number(made.info.get('simplex_iteration_count'))),
    ...(whole ? {} : { duals: dualsOf(made, solution) }),
  };
}

function dualsOf(
  made: Model,
  { colDual, rowDual }: { colDual: Float64Array; rowDual: Float64Array },
): LinearDuals {
  const duals = { columns: colDual, rows: rowDual };
  if (made.info.get('basis_validity') !== 1) return duals;
  const { colStatus, rowStatus } = made.getBasis();
  return {
    ...duals,
    basis: { columns: Int32Array.from(colStatus), rows: Int32Array.from(rowStatus) },
  };
}
