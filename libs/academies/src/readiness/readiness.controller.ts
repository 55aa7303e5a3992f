import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { FindReadiness, FindReadinessHandler, FindReadinessProof, FindReadinessProofs } from './find-readiness.js';
import { ReadinessProofView, ReadinessView } from './readiness-proof.js';
import {
  ConfirmReadinessProof,
  RecordProofHandler,
  RecordReadinessProof,
  WithdrawReadinessProof,
} from './record-proof.js';

@Controller('v1/academies/:academyId')
export class AcademyReadinessController {
  constructor(
    private readonly search: FindReadinessHandler,
    private readonly recording: RecordProofHandler,
  ) {}

  @Get('readiness')
  @Runs(FindReadiness, ReadinessView)
  readiness(@By() actor: Actor, @Request(FindReadiness) query: FindReadiness) {
    return this.search.readiness(actor, query);
  }

  @Post('readiness-proofs')
  @Runs(RecordReadinessProof, ReadinessProofView, 201)
  record(@By() actor: Actor, @Request(RecordReadinessProof) command: RecordReadinessProof) {
    return this.recording.record(actor, command);
  }
}

@Controller('v1/readiness-proofs')
export class ReadinessProofsController {
  constructor(
    private readonly search: FindReadinessHandler,
    private readonly recording: RecordProofHandler,
  ) {}

  @Get()
  @Runs(FindReadinessProofs, pageOf(ReadinessProofView))
  find(@By() actor: Actor, @Request(FindReadinessProofs) query: FindReadinessProofs) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindReadinessProof, ReadinessProofView)
  one(@By() actor: Actor, @Request(FindReadinessProof) query: FindReadinessProof) {
    return this.search.one(actor, query);
  }

  @Post(':id/confirm')
  @Runs(ConfirmReadinessProof, ReadinessProofView)
  confirm(@By() actor: Actor, @Request(ConfirmReadinessProof) command: ConfirmReadinessProof) {
    return this.recording.confirm(actor, command);
  }

  @Post(':id/withdraw')
  @Runs(WithdrawReadinessProof, ReadinessProofView)
  withdraw(@By() actor: Actor, @Request(WithdrawReadinessProof) command: WithdrawReadinessProof) {
    return this.recording.withdraw(actor, command);
  }
}
