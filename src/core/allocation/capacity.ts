import { coverOn } from '../cover/available.ts'
import { decisionsByDebtor, mayRelyOn, policyOf } from '../eligibility/insured.ts'
import { at, type Ledger } from '../eligibility/ledger.ts'
import { converterTo } from '../eligibility/view.ts'
import type { Terms } from '../facility.ts'
import type { SelectionInput } from '../input.ts'
import { type AmountMinor, shareBp } from '../money.ts'
import type { Offer, Pairs } from './pairs.ts'

/** Why a pair does not fit now; rooms only shrink, so it will not fit later either. */
export type Verdict = 'fits' | 'full' | 'cover' | 'netting' | 'concentration'

/**
 * What each facility can still take.
 *
 * Caps on a share of the pool after caps hold on what is really funded: held positions plus this
 * plan. Each facility declares a pool beforehand and every debtor keeps to its share of it; a plan is
 * accepted only when the facility reached the pool it declared. Caps on other bases need nothing here:
 * eligibility already cut the whole ledger to them and a plan funds a part of it.
 */
export type Capacity = {
  /** Cash each facility can still advance, in its own currency. */
  room: Float64Array
  cover: SharedRoom[]
  netting: SharedRoom[]
  caps: (PoolCap | undefined)[]
}

/**
 * What several facilities may fund of a debtor together: its cover under one policy, or what it owes
 * net of credits and contra, so that neither is counted twice. Without what is held already.
 */
type SharedRoom = {
  /** The offers that share it, this one included; empty when it does not bind this offer. */
  under: number[]
  free: Float64Array
  used: Float64Array
}

type PoolCap = {
  shareBp: number
  nodeOf: Int32Array
  /** Held before the plan, by node; and in total. */
  heldByNode: Float64Array
  heldMinor: AmountMinor
  funded: Float64Array
  poolMinor: AmountMinor
  declaredMinor: AmountMinor
  capMinor: AmountMinor
}

export type CapacitySetup = {
  input: SelectionInput
  ledger: Ledger
  offers: readonly Offer[]
}

export function capacityOf(setup: CapacitySetup): Capacity {
  const { offers } = setup
  const policies = offers.map(({ terms }) => policyOf(terms))
  const netted = offers.flatMap(({ terms }, index) => (nets(terms) ? [index] : []))
  return {
    room: Float64Array.from(offers, ({ result }) => Math.max(0, result.availableMinor)),
    cover: offers.map((offer, index) => {
      const policyId = policies[index]
      const under = policies.flatMap((other, at) => (policyId && other === policyId ? [at] : []))
      return coverRoom(setup, { offer, policyId, under })
    }),
    netting: offers.map((offer) => nettingRoom(setup, { offer, under: netted })),
    caps: offers.map((offer) => poolCap(setup, offer)),
  }
}

/** Starts a plan over, with the pools declared. */
export function reset(capacity: Capacity, offers: readonly Offer[]): void {
  offers.forEach(({ result }, index) => {
    capacity.room[index] = Math.max(0, result.availableMinor)
    capacity.cover[index]?.used.fill(0)
    capacity.netting[index]?.used.fill(0)
    const cap = capacity.caps[index]
    if (!cap) return
    cap.funded.set(cap.heldByNode)
    cap.poolMinor = cap.heldMinor
    cap.capMinor = shareBp(cap.declaredMinor, cap.shareBp, 'down')
  })
}

type Placement = { offer: number; debtor: number; advance: AmountMinor; funded: AmountMinor }

export function verdictOn(capacity: Capacity, placement: Placement): Verdict {
  const { offer, debtor, advance, funded } = placement
  if (advance > at(capacity.room, offer)) return 'full'
  if (!sharedFits(capacity.cover, placement)) return 'cover'
  if (!sharedFits(capacity.netting, placement)) return 'netting'
  const cap = capacity.caps[offer]
  if (cap && at(cap.funded, at(cap.nodeOf, debtor)) + funded > cap.capMinor) return 'concentration'
  return 'fits'
}

export function place(capacity: Capacity, { offer, debtor, advance, funded }: Placement): void {
  capacity.room[offer] = at(capacity.room, offer) - advance
  for (const room of [capacity.cover[offer], capacity.netting[offer]]) {
    if (room && room.under.length > 0) room.used[debtor] = at(room.used, debtor) + funded
  }
  const cap = capacity.caps[offer]
  if (!cap) return
  const node = at(cap.nodeOf, debtor)
  cap.funded[node] = at(cap.funded, node) + funded
  cap.poolMinor += funded
}

export function placementOf(
  { ledger, offers }: CapacitySetup,
  pairs: Pairs,
  pair: number,
): Placement {
  const line = at(pairs.line, pair)
  const offer = pairs.offer[pair] ?? 0
  const funded = offers[offer]?.result.lines[line]?.eligibleMinor ?? 0
  return { offer, debtor: at(ledger.debtorOf, line), advance: at(pairs.advance, pair), funded }
}

/**
 * What facilities share: each uses a fraction of its own free amount and the fractions sum to at
 * most one, which needs no rate between their currencies and is plain addition within one.
 */
function sharedFits(rooms: SharedRoom[], { offer, debtor, funded }: Placement): boolean {
  const own = rooms[offer]
  if (!own || own.under.length === 0) return true
  const shares: { used: number; free: number }[] = []
  for (const index of own.under) {
    const other = rooms[index]
    if (!other) continue
    const used = at(other.used, debtor) + (index === offer ? funded : 0)
    if (used > 0) shares.push({ used, free: at(other.free, debtor) })
  }
  return fractionsFit(shares)
}

/** Σ used ÷ free ≤ 1, exactly. */
export function fractionsFit(shares: readonly { used: number; free: number }[]): boolean {
  const [first, ...others] = shares
  if (!first) return true
  if (others.every(({ free }) => free === first.free)) {
    let used = 0
    for (const share of shares) used += share.used
    return used <= first.free
  }
  let [above, below] = [0n, 1n]
  for (const { used, free } of shares) {
    if (free === 0) return false
    above = above * BigInt(free) + BigInt(used) * below
    below *= BigInt(free)
  }
  return above <= below
}

function coverRoom(
  { input, ledger }: CapacitySetup,
  { offer, policyId, under }: { offer: Offer; policyId: string | undefined; under: number[] },
): SharedRoom {
  const free = new Float64Array(policyId === undefined ? 0 : ledger.debtors.length)
  const room = { under, free, used: new Float64Array(free.length) }
  if (policyId === undefined) return room
  const decisions = decisionsByDebtor(input.cover, policyId)
  const convert = converterTo(input.fx, offer.terms.currency, input.asOf)
  ledger.debtors.forEach((debtor, index) => {
    const answer = coverOn(decisions.get(debtor.id) ?? [], { asOf: input.asOf, convert })
    free[index] = answer.status === 'in_force' ? answer.amountMinor : 0
  })
  if (ledger.positions.size === 0) return room
  offer.result.lines.forEach(({ receivableId, grossMinor }, line) => {
    const facilityId = ledger.positions.get(receivableId)?.facilityId
    if (facilityId === undefined) return
    if (!mayRelyOn(input.facilities, { facilityId, policyId })) return
    const debtor = at(ledger.debtorOf, line)
    free[debtor] = Math.max(0, at(free, debtor) - grossMinor)
  })
  return room
}

function nets({ rules }: Terms): boolean {
  return rules.some(({ rule }) => rule === 'credits' || rule === 'contra')
}

/** Per debtor: gross less credits and payables that the terms net, less what is funded already. */
function nettingRoom(
  { input, ledger }: CapacitySetup,
  { offer: { terms, result }, under }: { offer: Offer; under: number[] },
): SharedRoom {
  if (under.length < 2 || !nets(terms)) {
    return { under: [], free: new Float64Array(0), used: new Float64Array(0) }
  }
  const free = new Float64Array(ledger.debtors.length)
  const convert = converterTo(input.fx, terms.currency, input.asOf)
  const has = (code: string) => terms.rules.some(({ rule }) => rule === code)
  result.lines.forEach(({ receivableId, grossMinor, eligibleMinor }, line) => {
    const holder = ledger.positions.get(receivableId)?.facilityId
    const held = holder === terms.facilityId ? eligibleMinor : grossMinor
    const debtor = at(ledger.debtorOf, line)
    free[debtor] = at(free, debtor) + grossMinor - (holder === undefined ? 0 : held)
  })
  const deduct = (
    debtor: number,
    { openMinor, currency }: { openMinor: number; currency: string },
  ) => {
    free[debtor] = at(free, debtor) - convert(Math.abs(openMinor), currency, 'up')
  }
  if (has('credits'))
    ledger.credits.forEach((all, debtor) => all.forEach((one) => deduct(debtor, one)))
  if (has('contra'))
    ledger.payables.forEach((all, debtor) => all.forEach((one) => deduct(debtor, one)))
  return {
    under,
    free: free.map((amount) => Math.max(0, amount)),
    used: new Float64Array(free.length),
  }
}

function poolCap({ ledger }: CapacitySetup, { terms, result }: Offer): PoolCap | undefined {
  for (const rule of terms.rules) {
    if (rule.rule !== 'debtor_concentration' || rule.base !== 'poolAfterCaps') continue
    const nodeOf = rule.scope === 'group' ? ledger.groupOf : ledger.groupOf.map((_, index) => index)
    const heldByNode = new Float64Array(ledger.debtors.length)
    let [heldMinor, freeMinor] = [0, 0]
    result.lines.forEach(({ receivableId, eligibleMinor }, line) => {
      const position = ledger.positions.get(receivableId)
      if (!position) freeMinor += eligibleMinor
      if (position?.facilityId !== terms.facilityId) return
      const node = at(nodeOf, at(ledger.debtorOf, line))
      heldByNode[node] = at(heldByNode, node) + eligibleMinor
      heldMinor += eligibleMinor
    })
    const declaredMinor = heldMinor + freeMinor
    const funded = heldByNode.slice()
    const state = { poolMinor: heldMinor, declaredMinor, capMinor: 0 }
    return { shareBp: rule.shareBp, nodeOf, heldByNode, heldMinor, funded, ...state }
  }
  return undefined
}
