#!/bin/sh
# 往 ZHONGSHU_BACKUP_DIR 备份一次，留最近十四份（ZHONGSHU_BACKUPS_KEPT）。程序不在默认位置时设 ZHONGSHU_PROGRAM。
set -eu
program=${ZHONGSHU_PROGRAM:-/opt/zhongshu/.venv/bin/zhongshu}
folder=${ZHONGSHU_BACKUP_DIR:?请在环境文件里设置 ZHONGSHU_BACKUP_DIR}
keep=${ZHONGSHU_BACKUPS_KEPT:-14}
mkdir -p "$folder"
"$program" backup "$folder/zhongshu-$(date +%Y%m%d-%H%M%S).backup"
ls -1t "$folder"/zhongshu-*.backup | tail -n "+$((keep + 1))" | while IFS= read -r old; do rm -f -- "$old"; done
