-- Nothing is left to be rebuilt.
SELECT rollup, bucket, session, generation FROM mark FINAL WHERE org = {org:String} AND rollup != 'clock'
