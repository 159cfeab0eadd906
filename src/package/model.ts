/**
 * The simulator of bufscope as a library: scripts, platforms, single steps and whole runs. It is pure: no page, no
 * timers, no clock, no chance, nothing of Node. Data is plain and readonly, and nothing is changed in place: a state
 * that you keep stays as it is. States, operations, micro-events and results are JSON values.
 *
 * Sizes, offsets and addresses are in bytes unless a name says otherwise. Buffers, devices, CPUs, frames and slots
 * are named by their index in the arrays of the state; whatever has an `id` keeps it for the whole run.
 *
 * `readScenario` and `runScenario` throw; nothing else does. What the kernel refuses is an errno in the result, and
 * what a script cannot mean is a `scriptError` there.
 *
 * @module
 */

// Scripts
export { readScenario, runScenario, ScenarioError } from './runScenario.ts';
export { findScenario, scenarios } from '../scenarios/catalogue.ts';
export { parseScenario, parseSteps } from '../script/parse.ts';
export { formatDiagnostic } from '../script/diagnostic.ts';
export { printScenario } from '../script/print.ts';
export { printOperation } from '../script/printOperation.ts';
export { inputsOf, setupOf } from '../script/setupOf.ts';
export type { CatalogueEntry } from '../scenarios/catalogue.ts';
export type { JudgedViolation, RunStep, ScenarioRun } from './runScenario.ts';
export type { ParsedSteps, ParseResult } from '../script/parse.ts';
export type { Diagnostic } from '../script/diagnostic.ts';
export type {
  DeclarationLayout,
  DeclarationWord,
  Expect,
  ExpectedRun,
  ExpectWhat,
  Layout,
  Meanwhile,
  PlatformChoice,
  PlatformOverrides,
  Scenario,
  ScenarioDevice,
  ScenarioStep,
} from '../script/ast.ts';
export type { CostWord } from '../script/costWords.ts';
export type { Failure } from '../script/evaluate.ts';
export type { Score } from '../history/replay.ts';

// Platforms and setups
export { findPlatform, platforms } from '../model/platforms/platforms.ts';
export type {
  CacheTags,
  IommuMode,
  KernelVersion,
  MaintenanceProfile,
  Platform,
  SwiotlbMode,
} from '../model/platform.ts';
export type {
  AttachCheck,
  BufferSetup,
  DeviceDemands,
  DeviceSetup,
  ImporterPolicy,
  InitialContent,
  InodePolicy,
  MemoryType,
  MmapPolicy,
  PagelessMemory,
  PagelessRemedy,
  Setup,
  StorageSetup,
  UnfitPolicy,
} from '../model/setup.ts';

// Steps
export { createState } from '../model/createState.ts';
export { step, stepTo } from '../model/step.ts';
export { nextOperations } from '../model/nextOperations.ts';
export type { Errno, NestedResult, OperationResult, StepResult } from '../model/result.ts';
export type { NextOperation } from '../model/nextOperations.ts';
export type {
  ByteRange,
  MachineId,
  MicroEvent,
  MicroEventKind,
  Place,
  Transition,
} from '../model/microEvent.ts';
export type { DefectId, Fix, FixSetting, RuleId, Violation } from '../model/violation.ts';
export type { Interleaving, MicroPoint, StepInput } from '../model/operation.ts';

// Runs
export { append, appendAll, createHistory } from '../history/history.ts';
export { eventAt, stateAt, truncate, violationsUpTo } from '../history/points.ts';
export { nextMicro, nextViolation, previousMicro } from '../history/move.ts';
export { parseCursor, printCursor } from '../history/cursor.ts';
export { verdictsOf } from '../history/verdicts.ts';
export type { Cursor } from '../history/cursor.ts';
export type { Entry, History } from '../history/history.ts';
export type { Verdict } from '../history/verdicts.ts';

// What it means
export { defects, rules } from '../model/violations/rules.ts';
export { explainEvent } from '../model/explain.ts';
export { describeResult } from '../script/evaluate.ts';
export { describeCells, valueOf, writeIdOf, writerOf } from '../model/hardware/cell.ts';
export { ownerOfBuffer, ownerOfRange, ownerWords } from '../scene/owner.ts';
export { machineInstances } from '../model/machines/instances.ts';
export type { Defect, Rule, ViolationClass } from '../model/violations/rule.ts';
export type { Explanation } from '../model/explain.ts';
export type { Owner } from '../scene/owner.ts';
export type { MachineInstance } from '../model/machines/instances.ts';
export type { Writer } from '../model/hardware/cell.ts';

// Operations
export type {
  Action,
  Agent,
  CpuAction,
  DeviceAction,
  Direction,
  DriverAction,
  IommuAction,
  KernelAction,
  Location,
  Operation,
  SubjectAction,
  ThreadAction,
} from '../model/operation.ts';
export type { DmaApiAction, StrayMemory } from '../model/vocabulary/dmaApi.ts';
export type { ExporterAction } from '../model/vocabulary/exporters.ts';
export type { FenceAction } from '../model/vocabulary/fences.ts';
export type {
  DescriptorAction,
  DevicePath,
  ExportedOps,
  FcntlCommand,
  FileAction,
  FileIoCall,
  KernelFileAction,
  MemoryFileAction,
  NullCall,
  SyncFileAction,
  UdmabufItem,
} from '../model/vocabulary/files.ts';
export type { ImporterAction } from '../model/vocabulary/importers.ts';
export type { AddressRange, MapAction, MmAction, RangeAction } from '../model/vocabulary/mm.ts';

// The state
export type {
  AccessWindow,
  Attachment,
  Blame,
  Buffer,
  CacheLine,
  Cell,
  Costs,
  Cpu,
  Device,
  DeviceRead,
  DmaBuf,
  DmaMapping,
  DmaSegment,
  ExporterCallback,
  Extent,
  FileDescriptor,
  FileKind,
  Frame,
  InjectedError,
  IommuPte,
  IotlbEntry,
  Line,
  Memfd,
  NamedRange,
  OpenFile,
  Process,
  Pte,
  SgEntry,
  Slot,
  State,
  TlbEntry,
  Vma,
  VmaAdvice,
  Vmap,
  WcEntry,
} from '../model/state.ts';
export type {
  AccessWindowState,
  AttachmentState,
  DmaTransferState,
  FenceState,
  IommuMappingState,
  OwnershipState,
  PteState,
} from '../model/machines/states.ts';
export type {
  Fence,
  FenceSource,
  FenceUsage,
  Job,
  ResvEntry,
  SwSyncTimeline,
  SyncFile,
} from '../model/kernel/fences/types.ts';
export type {
  DebugEntry,
  DebugType,
  DmaDebugState,
  LineOverlap,
  MapErrorCheck,
} from '../model/kernel/dmaDebug/types.ts';
export type { BufferClocks, RaceAccess, RaceState } from '../model/races/types.ts';
export type { Clock } from '../model/races/clock.ts';
