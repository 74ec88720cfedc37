#!/usr/bin/perl
# tcpdump gives up its groups for those of a user of its own before it starts, and is not to be talked out of it. A guest has one
# user and no right to change groups, so here the kernel is told to take that one system call and do nothing.
use strict;
use warnings;
use POSIX ();

my %numbers = (x86_64 => [157, 116], aarch64 => [167, 159]);
my $found = $numbers{(POSIX::uname())[4]};
if ($found) {
  my ($prctl, $setgroups) = @$found;
  my $filter = pack('SCCL' x 4, 0x20, 0, 0, 0, 0x15, 0, 1, $setgroups, 0x06, 0, 0, 0x00050000, 0x06, 0, 0, 0x7fff0000);
  my $program = pack('S x6 P', 4, $filter);
  syscall($prctl, 38, 1, 0, 0, 0);
  syscall($prctl, 22, 2, $program) == 0 or die "tcpdump: $!\n";
}
exec {'/usr/bin/tcpdump'} 'tcpdump', @ARGV or die "tcpdump: $!\n";
